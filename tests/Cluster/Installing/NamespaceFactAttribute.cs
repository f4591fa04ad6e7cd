namespace SessionGrains.Cluster.Tests;

/// <summary>A test in a network namespace of its own; skipped, with the reason, where one cannot be made.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NamespaceFactAttribute : FactAttribute
{
    public NamespaceFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root" || ProgramPath.Find("ip") is null || ProgramPath.Find("unshare") is null)
            Skip = "It needs root on Linux, ip and unshare (Debian, Ubuntu: apt-get install iproute2 util-linux).";
    }
}
