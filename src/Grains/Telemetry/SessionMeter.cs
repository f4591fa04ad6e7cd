using System.Diagnostics.Metrics;

namespace SessionGrains.Telemetry;

/// <summary>
/// The meter <c>SessionGrains</c> with all metrics of this program (docs/telemetry.md). No tag holds a session id or a title: there are too many of them, and
/// anyone who knows the id can write to the session.
/// </summary>
public static class SessionMeter
{
    public const string Name = "SessionGrains";

    /// <summary>The meter of a host; disposed with the host.</summary>
    public static Meter CreateSessionMeter(this IMeterFactory meters) => meters.Create(Name);
}
