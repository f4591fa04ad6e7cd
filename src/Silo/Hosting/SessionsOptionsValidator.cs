using SessionGrains.Sessions;

namespace SessionGrains.Silo.Hosting;

/// <summary>Validates the ranges documented by <see cref="SessionsOptions"/>.</summary>
internal sealed class SessionsOptionsValidator : IValidateOptions<SessionsOptions>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, SessionsOptions options)
    {
        var wrong = new ValidateOptionsResultBuilder();
        if (!Enum.IsDefined(options.Durability))
            wrong.AddError($"{SessionsOptions.Section}:{nameof(options.Durability)} is {options.Durability}: set it to {string.Join(" or ", Enum.GetNames<SessionDurability>())}.");

        Check(nameof(options.IdleTimeout), options.IdleTimeout, Day);
        Check(nameof(options.NoProgressTimeout), options.NoProgressTimeout, Day);
        Check(nameof(options.MaxAge), options.MaxAge, 7 * Day);
        Check(nameof(options.Retention), options.Retention, 365 * Day);
        return wrong.Build();

        void Check(string option, TimeSpan value, TimeSpan max)
        {
            if (value < Second || value > max)
                wrong.AddError($"{SessionsOptions.Section}:{option} is {value}: it must be from {Second} to {max} (days.hours:minutes:seconds).");
        }
    }
}
