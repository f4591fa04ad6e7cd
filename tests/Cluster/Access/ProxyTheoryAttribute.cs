namespace SessionGrains.Cluster.Tests;

/// <summary>A test that starts the real nginx or HAProxy; skipped, with the reason, where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProxyTheoryAttribute : TheoryAttribute
{
    public ProxyTheoryAttribute()
    {
        if (new[] { "nginx", "haproxy" }.FirstOrDefault(static one => ProgramPath.Find(one) is null) is { } missing)
            Skip = $"{missing} is not on the PATH: install it (Debian, Ubuntu: apt-get install nginx-light haproxy).";
    }
}
