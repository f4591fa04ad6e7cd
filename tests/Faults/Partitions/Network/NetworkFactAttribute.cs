namespace SessionGrains.Faults.Tests;

/// <summary>A run that makes a network of namespaces with a <c>redis-server</c> in it; skipped, with the reason, where it may not or cannot.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NetworkFactAttribute : FactAttribute
{
    public NetworkFactAttribute() => Skip = RedisProcess.Missing ?? FaultNetwork.Missing;
}
