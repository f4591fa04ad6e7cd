using Microsoft.Extensions.Options;
using SessionGrains.Reports;
using SessionGrains.Silo.Storage.Redis;
using SessionGrains.Silo.Storage.Sqlite;

namespace SessionGrains.Silo.Storage;

/// <summary>Checks the ranges that the options of the stores document.</summary>
internal sealed class StorageOptionsValidator : IValidateOptions<ReportsOptions>, IValidateOptions<SqliteStoreOptions>, IValidateOptions<RedisStoreOptions>
{
    private const long SmallestFile = 1 << 20;

    private static readonly TimeSpan ShortestRetention = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetention = TimeSpan.FromDays(3650);

    public ValidateOptionsResult Validate(string? name, ReportsOptions options) =>
        options.Retention >= ShortestRetention && options.Retention <= LongestRetention
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{ReportsOptions.Section}:{nameof(options.Retention)} is {options.Retention}: it must be from {ShortestRetention} to {LongestRetention} (days.hours:minutes:seconds).");

    public ValidateOptionsResult Validate(string? name, SqliteStoreOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Path))
            return ValidateOptionsResult.Fail($"{SqliteStoreOptions.Section}:{nameof(options.Path)} is empty: name the database file, or leave it out.");

        return options.MaxBytes is < SmallestFile
            ? ValidateOptionsResult.Fail($"{SqliteStoreOptions.Section}:{nameof(options.MaxBytes)} is {options.MaxBytes}: it must be at least {SmallestFile}.")
            : ValidateOptionsResult.Success;
    }

    public ValidateOptionsResult Validate(string? name, RedisStoreOptions options) => options.Partitions is >= 1 and <= 64
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"{RedisStoreOptions.Section}:{nameof(options.Partitions)} is {options.Partitions}: it must be from 1 to 64.");
}
