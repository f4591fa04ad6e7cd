using System.Diagnostics.Metrics;

namespace SessionGrains.Telemetry;

/// <summary>
/// The meter <c>SessionGrains</c>: all instruments of our own are on it (docs/telemetry.md). No tag ever holds a session's id or a title: they are
/// without number, and the id is the key to writing to the session.
/// </summary>
public static class SessionMeter
{
    public const string Name = "SessionGrains";

    /// <summary>The meter of a host; the factory makes one and disposes it with the host.</summary>
    public static Meter CreateSessionMeter(this IMeterFactory meters) => meters.Create(Name);
}
