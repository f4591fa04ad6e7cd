using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Redis;

/// <summary>One connection for the store, the membership and whatever else of this process asks for it.</summary>
internal static class SharedRedis
{
    /// <summary>
    /// Adds the <c>IConnectionMultiplexer</c> of <c>ConnectionStrings:Redis</c>, connected before anything else starts. May be called again.
    /// </summary>
    public static void AddSharedRedis(this IServiceCollection services)
    {
        services.TryAddSingleton(static provider => RedisServer.Connect(
            RedisServer.Parse(provider.GetRequiredService<IConfiguration>().GetConnectionString(RedisServer.ConnectionStringName))));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartCheck, RedisStartCheck>());
    }
}
