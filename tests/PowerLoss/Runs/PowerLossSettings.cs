namespace SessionGrains.PowerLoss.Tests;

/// <summary>What a run takes from the environment.</summary>
internal static class PowerLossSettings
{
    /// <summary><c>SESSIONGRAINS_POWERLOSS_IMAGES</c>: images of Sqlite; of Redis a sixth. Null: the sample of a usual test run.</summary>
    public static int? Images { get; } = RunSetting.Number("SESSIONGRAINS_POWERLOSS_IMAGES");

    /// <summary><c>SESSIONGRAINS_POWERLOSS_SEED</c>: of the scripts and the crashes. Default 2026.</summary>
    public static int Seed { get; } = RunSetting.Number("SESSIONGRAINS_POWERLOSS_SEED") ?? 2026;

    public static int SqliteImages => Images ?? 120;

    public static int RedisImages => Images / 6 ?? 30;

    /// <summary>Images of a Redis on a file system that leaves holes, the half of which have none.</summary>
    public static int HoledImages => Images / 12 ?? 20;

    /// <summary>Images that the real server opens.</summary>
    public static int ServedImages => Images / 40 ?? 1;
}
