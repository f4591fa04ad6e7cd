namespace SessionGrains.PowerLoss.Tests;

/// <summary>Runs that several tests share, each recorded at its first use.</summary>
internal static class Recorded
{
    /// <summary>Acknowledged events after which a recorded run ends. In a whole one SQLite merges its log and begins it anew.</summary>
    public static readonly int Events = PowerLossSettings.Images is null ? 2_000 : 4_000;

    private const int Players = 80;

    private static readonly Lazy<Task<RecordedRun>> SqliteRun = new(static () => RecordAsync(RecordedShape.Sqlite));
    private static readonly Lazy<Task<RecordedRun>> RedisRun = new(static () => RecordAsync(RecordedShape.RedisAlways));

    public static Task<RecordedRun> SqliteAsync() => SqliteRun.Value;

    public static Task<RecordedRun> RedisAsync() => RedisRun.Value;

    private static Task<RecordedRun> RecordAsync(RecordedShape shape) => RecordedLoad.RecordAsync(shape, PowerLossSettings.Seed, Players, Events);
}
