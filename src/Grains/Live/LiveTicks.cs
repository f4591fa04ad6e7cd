namespace SessionGrains.Live;

/// <summary>The half seconds in which silos report, counted since 1970-01-01 UTC, the same everywhere.</summary>
internal static class LiveTicks
{
    public const long PeriodMs = 500;

    /// <summary>The half second that ends now or has just ended.</summary>
    public static long At(long nowMs) => nowMs / PeriodMs;

    public static TimeSpan UntilNext(long nowMs) => TimeSpan.FromMilliseconds(PeriodMs - (nowMs % PeriodMs));
}
