using System.Diagnostics;

namespace SessionGrains.Telemetry;

/// <summary>The spans of this program. None has a session id or a title.</summary>
public static class SessionTraces
{
    public const string Name = "SessionGrains";

    internal static ActivitySource Source { get; } = new(Name);
}
