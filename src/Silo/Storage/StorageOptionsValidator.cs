using SessionGrains.Reports;
using SessionGrains.Silo.Storage.Redis;
using SessionGrains.Silo.Storage.Sqlite;

namespace SessionGrains.Silo.Storage;

/// <summary>Validates the ranges that the stores' options document.</summary>
internal sealed class StorageOptionsValidator : IValidateOptions<ReportsOptions>, IValidateOptions<SqliteStoreOptions>, IValidateOptions<RedisStoreOptions>
{
    private const long MinFileBytes = 1 << 20;

    private static readonly TimeSpan MinRetention = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxRetention = TimeSpan.FromDays(3650);

    public ValidateOptionsResult Validate(string? name, ReportsOptions options) =>
        options.Retention >= MinRetention && options.Retention <= MaxRetention
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{ReportsOptions.Section}:{nameof(options.Retention)} is {options.Retention}: it must be from {MinRetention} to {MaxRetention} (days.hours:minutes:seconds).");

    public ValidateOptionsResult Validate(string? name, SqliteStoreOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Path))
            return ValidateOptionsResult.Fail(SqliteStoreOptions.Missing);

        return options.MaxBytes is < MinFileBytes
            ? ValidateOptionsResult.Fail($"{SqliteStoreOptions.Section}:{nameof(options.MaxBytes)} is {options.MaxBytes}: it must be at least {MinFileBytes}.")
            : ValidateOptionsResult.Success;
    }

    public ValidateOptionsResult Validate(string? name, RedisStoreOptions options) => options.Partitions is >= 1 and <= 64
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"{RedisStoreOptions.Section}:{nameof(options.Partitions)} is {options.Partitions}: it must be from 1 to 64.");
}
