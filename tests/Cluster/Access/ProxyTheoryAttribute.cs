namespace SessionGrains.Cluster.Tests.Access;

/// <summary>A test that starts the real nginx or HAProxy; skipped, with the reason, where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProxyTheoryAttribute : TheoryAttribute
{
    public ProxyTheoryAttribute()
    {
        if (new[] { "nginx", "haproxy" }.FirstOrDefault(static one => Find(one) is null) is { } missing)
            Skip = $"{missing} is not on the PATH: install it (Debian, Ubuntu: apt-get install nginx-light haproxy).";
    }

    /// <summary>Debian keeps both where only root's PATH looks.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
