namespace SessionGrains.Bench.Cost.Runs;

/// <summary>The kinds of load.</summary>
internal static class WorkNames
{
    /// <summary>Session starts.</summary>
    public const string Create = "create";

    /// <summary>Pings of all live sessions, in turn.</summary>
    public const string Ping = "ping";

    /// <summary>Everything that a viewer sends in an hour, in its proportion.</summary>
    public const string Mix = "mix";

    public static IReadOnlyList<string> All { get; } = [Create, Ping, Mix];
}
