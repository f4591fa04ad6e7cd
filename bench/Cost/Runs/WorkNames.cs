namespace SessionGrains.Bench.Cost;

/// <summary>The kinds of load.</summary>
internal static class WorkNames
{
    /// <summary>Session starts.</summary>
    public const string Create = "create";

    /// <summary>Pings of all live sessions, in turn.</summary>
    public const string Ping = "ping";

    /// <summary>Everything that a viewer sends in an hour, in its proportion.</summary>
    public const string Mix = "mix";

    /// <summary>Pings at a rate that is the same for all subjects.</summary>
    public const string PacedPing = "ping at a fixed rate";

    /// <summary>Pings at 70 % of what the subject itself can answer.</summary>
    public const string PingAt70 = "ping at 70 % of its own saturation";

    /// <summary>The ones that can be chosen; the paced ones follow from pings.</summary>
    public static IReadOnlyList<string> All { get; } = [Create, Ping, Mix];
}
