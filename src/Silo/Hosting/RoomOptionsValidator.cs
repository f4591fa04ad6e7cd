using SessionGrains.Rooms;

namespace SessionGrains.Silo.Hosting;

/// <summary>Validates the ranges documented by <see cref="StoreRoomOptions"/> and <see cref="MemoryRoomOptions"/>.</summary>
internal sealed class RoomOptionsValidator : IValidateOptions<StoreRoomOptions>, IValidateOptions<MemoryRoomOptions>
{
    private const long MinTightBytes = 1 << 20;
    private const long MinFullBytes = 1 << 19;

    public ValidateOptionsResult Validate(string? name, StoreRoomOptions options)
    {
        var wrong = new ValidateOptionsResultBuilder();
        CheckPercents(wrong, StoreRoomOptions.Section, options.TightBelowPercent, options.FullBelowPercent);
        if (options.TightBelowBytes < MinTightBytes)
            wrong.AddError($"{StoreRoomOptions.Section}:{nameof(options.TightBelowBytes)} is {options.TightBelowBytes}: it must be at least {MinTightBytes}.");

        if (options.FullBelowBytes < MinFullBytes || options.FullBelowBytes >= options.TightBelowBytes)
            wrong.AddError($"{StoreRoomOptions.Section}:{nameof(options.FullBelowBytes)} is {options.FullBelowBytes}: it must be at least {MinFullBytes} and less than {nameof(options.TightBelowBytes)}.");

        return wrong.Build();
    }

    public ValidateOptionsResult Validate(string? name, MemoryRoomOptions options)
    {
        var wrong = new ValidateOptionsResultBuilder();
        CheckPercents(wrong, MemoryRoomOptions.Section, options.TightBelowPercent, options.FullBelowPercent);
        return wrong.Build();
    }

    private static void CheckPercents(ValidateOptionsResultBuilder wrong, string section, int tight, int full)
    {
        if (tight is < 2 or > 90)
            wrong.AddError($"{section}:{nameof(StoreRoomOptions.TightBelowPercent)} is {tight}: it must be from 2 to 90.");

        if (full is < 1 or > 50 || full >= tight)
            wrong.AddError($"{section}:{nameof(StoreRoomOptions.FullBelowPercent)} is {full}: it must be from 1 to 50, and less than {nameof(StoreRoomOptions.TightBelowPercent)}.");
    }
}
