using Microsoft.Extensions.DependencyInjection.Extensions;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Redis;

/// <summary>Registers the process' single Redis connection, shared by the store and the membership.</summary>
internal static class SharedRedis
{
    /// <summary>Adds the <c>IConnectionMultiplexer</c> for <c>ConnectionStrings:Redis</c>, connected before the host starts. May be called repeatedly.</summary>
    public static void AddSharedRedis(this IServiceCollection services)
    {
        services.TryAddSingleton(static provider => RedisServer.Connect(
            RedisServer.Parse(provider.GetRequiredService<IConfiguration>().GetConnectionString(RedisServer.ConnectionStringName))));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartCheck, RedisStartCheck>());
    }
}
