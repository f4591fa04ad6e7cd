
namespace SessionGrains.TestKit;

/// <summary>A run that starts a <c>redis-server</c> of its own; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute() => Skip = NeedsRedis.Missing;
}

/// <inheritdoc cref="RedisFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisTheoryAttribute : TheoryAttribute
{
    public RedisTheoryAttribute() => Skip = NeedsRedis.Missing;
}

internal static class NeedsRedis
{
    public static string? Missing => RedisProcess.IsInstalled
        ? null
        : "redis-server is not on the PATH: install it (Debian, Ubuntu: apt-get install redis-server; macOS: brew install redis).";
}
