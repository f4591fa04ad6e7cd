namespace SessionGrains.Live;

/// <summary>The half seconds in which silos report, the same ones everywhere: counted since 1970-01-01 UTC.</summary>
internal static class LiveTicks
{
    public const long PeriodMs = 500;

    /// <summary>What the move of a session to another silo takes, in all likelihood.</summary>
    private const long MoveMs = 250;

    /// <summary>The half second that ends now or has just ended.</summary>
    public static long At(long nowMs) => nowMs / PeriodMs;

    public static TimeSpan UntilNext(long nowMs) => TimeSpan.FromMilliseconds(PeriodMs - (nowMs % PeriodMs));

    /// <summary>From when on a session that leaves now counts where it goes: soon, but not before it is there.</summary>
    public static long OfMove(long nowMs) => (nowMs + MoveMs + PeriodMs - 1) / PeriodMs;
}
