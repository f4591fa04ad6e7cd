using System.Reflection;
using Xunit.Sdk;

namespace SessionGrains.Api.Tests;

/// <summary>A theory's case on a store; that on Redis is skipped without a <c>redis-server</c>.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class OnStoreAttribute : DataAttribute
{
    private readonly string _name;

    public OnStoreAttribute(string name)
    {
        _name = name;
        Skip = name == "Redis" ? RedisProcess.Missing : null;
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[_name]];
}
