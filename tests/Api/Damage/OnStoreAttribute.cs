using System.Reflection;
using Xunit.Sdk;

namespace SessionGrains.Api.Tests.Damage;

/// <summary>A theory's case on a store; that on Redis is skipped without a <c>redis-server</c>.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class OnStoreAttribute : DataAttribute
{
    private readonly string _name;

    public OnStoreAttribute(string name)
    {
        _name = name;
        if (name == "Redis" && !RedisProcess.IsInstalled)
            Skip = "redis-server is not on the PATH: install it (Debian, Ubuntu: apt-get install redis-server; macOS: brew install redis).";
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[_name]];
}
