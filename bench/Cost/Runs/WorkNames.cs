namespace SessionGrains.Bench.Cost;

/// <summary>The kinds of load.</summary>
internal static class WorkNames
{
    /// <summary>Session starts.</summary>
    public const string Create = "create";

    /// <summary>Pings of all live sessions, in turn.</summary>
    public const string Ping = "ping";

    /// <summary>The same pings through the Media Edge API. Only this service takes them.</summary>
    public const string EdgePing = "ping-edge";

    /// <summary>Everything that a viewer sends in an hour, in its proportion.</summary>
    public const string Mix = "mix";

    /// <summary>Pings at a rate that is the same for all subjects.</summary>
    public const string PacedPing = "ping at a fixed rate";

    /// <summary>Pings at 70 % of what the subject itself can answer.</summary>
    public const string PingAt70 = "ping at 70 % of its own saturation";

    /// <summary>The ones that can be chosen; the paced ones follow from pings.</summary>
    public static IReadOnlyList<string> All { get; } = [Create, Ping, EdgePing, Mix];

    /// <summary>The ones that every subject takes.</summary>
    public static IReadOnlyList<string> OfEverybody { get; } = [Create, Ping, Mix];
}
