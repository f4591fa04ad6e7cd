using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using Orleans.Hosting;
using SessionGrains.Silo.Clustering.Connections;
using SessionGrains.Silo.Redis;
using StackExchange.Redis;

namespace SessionGrains.Silo.Clustering.Redis;

/// <summary>Silos and front doors on any number of machines as one cluster: they find each other through Redis (docs/adr/0006).</summary>
internal static class RedisClustering
{
    public const int DefaultSiloPort = 11111;
    public const int DefaultGatewayPort = 30000;

    public static void UseRedis(this ISiloBuilder silo, SessionClusterOptions cluster)
    {
        var ports = (Silo: cluster.SiloPort ?? DefaultSiloPort, Gateway: cluster.GatewayPort ?? DefaultGatewayPort);
        var address = AdvertisedAddress.Of(cluster);

        // Others on this machine can't be meant when a silo says that it is at 127.0.0.1, so nobody else should reach it there.
        var onAll = cluster.AdvertisedNetwork is null && !IPAddress.IsLoopback(address);
        AdvertisedAddress.RefuseTaken(address, onAll, nameof(cluster.SiloPort), ports.Silo);
        AdvertisedAddress.RefuseTaken(address, onAll, nameof(cluster.GatewayPort), ports.Gateway);

        silo.Services.AddSharedRedis();
        silo.UseRedisClustering(Unused);
        silo.Services.AddOptions<RedisClusteringOptions>().Configure<IServiceProvider>(Share);

        silo.ConfigureEndpoints(address, ports.Silo, ports.Gateway, listenOnAnyHostAddress: onAll);
        silo.Configure<ClusterMembershipOptions>(MembershipTimings.Apply);
        ClusterConnections.ApplyTimeouts(silo.Services);
    }

    public static void UseRedis(this IClientBuilder client)
    {
        client.Services.AddSharedRedis();
        client.UseRedisClustering(Unused);
        client.Services.AddOptions<RedisClusteringOptions>().Configure<IServiceProvider>(Share);
        ClusterConnections.ApplyTimeouts(client.Services);
    }

    private static void Unused(RedisClusteringOptions options)
    {
        // Orleans' registration asks for settings; ours need the services, see Share.
    }

    /// <summary>The connection of the whole process. Orleans' validator wants settings as well, which nothing reads then.</summary>
    private static void Share(RedisClusteringOptions options, IServiceProvider services)
    {
        options.ConfigurationOptions = new ConfigurationOptions { EndPoints = { "shared" } };
        options.CreateMultiplexer = _ => Task.FromResult((services.GetRequiredService<IConnectionMultiplexer>(), IsShared: true));
    }
}
