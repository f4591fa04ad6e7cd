using System.Diagnostics;

namespace SessionGrains.Telemetry;

/// <summary>The spans of our own. None ever names a session or a title.</summary>
public static class SessionTraces
{
    public const string Name = "SessionGrains";

    internal static ActivitySource Source { get; } = new(Name);
}
