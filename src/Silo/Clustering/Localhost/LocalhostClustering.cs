using System.Net;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Messaging;

namespace SessionGrains.Silo.Clustering.Localhost;

/// <summary>Several processes on one machine as a cluster, started in any order (docs/adr/0004-a-sqlite-file-for-the-local-cluster.md).</summary>
internal static class LocalhostClustering
{
    public static void UseLocalhost(this ISiloBuilder silo, SessionClusterOptions cluster)
    {
        var file = MembershipFile.Open(cluster);
        var ports = SiloPorts.Claim(cluster);
        silo.Services.AddSingleton(file);
        silo.Services.AddSingleton(_ => ports);
        silo.Services.AddSingleton<IMembershipTable, SqliteMembershipTable>();
        silo.ConfigureEndpoints(IPAddress.Loopback, ports.Silo, ports.Gateway);
        silo.Configure<ClusterMembershipOptions>(MembershipTimings.Apply);
    }

    public static void UseLocalhost(this IClientBuilder client, SessionClusterOptions cluster)
    {
        client.Services.AddSingleton(MembershipFile.Open(cluster));
        client.Services.AddSingleton<IGatewayListProvider, SqliteGatewayList>();
    }
}
