using System.Net;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using Orleans.Hosting;
using SessionGrains.Silo.Clustering.Connections;
using SessionGrains.Silo.Redis;
using StackExchange.Redis;

namespace SessionGrains.Silo.Clustering.Redis;

/// <summary>Silos and front doors on any number of machines, which find each other through Redis (docs/adr/0006-a-cluster-on-redis.md).</summary>
internal static class RedisClustering
{
    public static void UseRedis(this ISiloBuilder silo, SessionClusterOptions cluster)
    {
        var ports = (Silo: cluster.SiloPort ?? SessionClusterOptions.DefaultSiloPort, Gateway: cluster.GatewayPort ?? SessionClusterOptions.DefaultGatewayPort);
        var address = AdvertisedAddress.Of(cluster);

        // A silo that advertises 127.0.0.1 is not meant for other machines, so it should not be reachable from them.
        var onAll = cluster.AdvertisedNetwork is null && !IPAddress.IsLoopback(address);
        AdvertisedAddress.RefuseTaken(address, onAll, nameof(cluster.SiloPort), ports.Silo);
        AdvertisedAddress.RefuseTaken(address, onAll, nameof(cluster.GatewayPort), ports.Gateway);

        silo.Services.AddSharedRedis();
        silo.UseRedisClustering(static _ => { });
        silo.Services.AddOptions<RedisClusteringOptions>().Configure<IServiceProvider>(ShareConnection);

        silo.ConfigureEndpoints(address, ports.Silo, ports.Gateway, listenOnAnyHostAddress: onAll);
        silo.Configure<ClusterMembershipOptions>(MembershipTimings.Apply);
        ClusterConnections.ApplyTimeouts(silo.Services);
    }

    public static void UseRedis(this IClientBuilder client)
    {
        client.Services.AddSharedRedis();
        client.UseRedisClustering(static _ => { });
        client.Services.AddOptions<RedisClusteringOptions>().Configure<IServiceProvider>(ShareConnection);
        ClusterConnections.ApplyTimeouts(client.Services);
    }

    /// <summary>Uses the connection of the whole process. Orleans' validator also requires connection settings, which nothing reads then.</summary>
    private static void ShareConnection(RedisClusteringOptions options, IServiceProvider services)
    {
        options.ConfigurationOptions = new ConfigurationOptions { EndPoints = { "shared" } };
        options.CreateMultiplexer = _ => Task.FromResult((services.GetRequiredService<IConnectionMultiplexer>(), IsShared: true));
    }
}
