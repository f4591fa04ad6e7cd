using SessionGrains.Silo.Startup;
using StackExchange.Redis;

namespace SessionGrains.Silo.Redis;

/// <summary>Connects to Redis before the host starts.</summary>
internal sealed class RedisStartCheck(IServiceProvider services) : IStartCheck
{
    public Task CheckAsync(CancellationToken cancellationToken)
    {
        services.GetRequiredService<IConnectionMultiplexer>();
        return Task.CompletedTask;
    }
}
