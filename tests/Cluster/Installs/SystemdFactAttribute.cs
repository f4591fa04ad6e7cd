namespace SessionGrains.Cluster.Tests;

/// <summary>A test that needs <c>systemd-analyze</c> 251 or later; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SystemdFactAttribute : FactAttribute
{
    public SystemdFactAttribute() =>
        Skip = ProgramPath.Find("systemd-analyze") is null ? "systemd-analyze is not on the PATH: install it (Debian, Ubuntu: apt-get install systemd)." : null;
}
