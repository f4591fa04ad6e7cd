using SessionGrains.Stores.Tests.Harness;

namespace SessionGrains.Abuse.Tests.Service;

/// <summary>A run that starts a <c>redis-server</c> of its own; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute() => Skip = RedisProcess.IsInstalled
        ? null
        : "redis-server is not on the PATH: install it (Debian, Ubuntu: apt-get install redis-server; macOS: brew install redis).";
}
