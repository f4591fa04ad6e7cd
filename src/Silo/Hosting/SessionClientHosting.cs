using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using SessionGrains.Silo.Clustering;
using SessionGrains.Silo.Clustering.Localhost;
using SessionGrains.Silo.Clustering.Redis;
using SessionGrains.Silo.Clustering.Tls;
using SessionGrains.Silo.Startup;
using SessionGrains.Silo.Storage;
using SessionGrains.Silo.Telemetry;

namespace SessionGrains.Silo.Hosting;

/// <summary>Registers an Orleans client for session grains in other processes.</summary>
public static class SessionClientHosting
{
    /// <summary>
    /// Registers what answering requests needs: a silo in a <see cref="ClusterRole.Node"/>, an Orleans client in a <see cref="ClusterRole.FrontDoor"/>. Both provide an
    /// <see cref="IClusterClient"/> and a <see cref="ClusterReach"/>.
    /// </summary>
    /// <exception cref="StartRefusedException">The configuration is wrong; the message says what to set.</exception>
    public static IHostApplicationBuilder AddSessionCluster(this IHostApplicationBuilder builder) =>
        SessionClusterOptions.Read(builder.Configuration).Role == ClusterRole.Node ? builder.AddSessionSilo() : builder.AddSessionClient();

    /// <summary>
    /// Adds an Orleans client of the configured cluster. It retries in the background until it finds the cluster, while the host runs: <c>/health/live</c> answers before
    /// there is a silo. <see cref="ClusterReach"/> reports whether there is one.
    /// </summary>
    /// <exception cref="StartRefusedException">The configuration is wrong; the message says what to set.</exception>
    public static IHostApplicationBuilder AddSessionClient(this IHostApplicationBuilder builder)
    {
        var (cluster, _) = builder.AddClusterProcess();
        var others = HostedServices(builder.Services).ToHashSet();
        builder.UseOrleansClient(client =>
        {
            client.FindCluster(cluster);
            client.AddDashboard();
            if (builder.SendsTelemetry())
                client.AddActivityPropagation();
            client.Configure<ClientMessagingOptions>(OrleansTuning.Apply);
            client.UseConnectionRetryFilter<ConnectionRetryFilter>();
            client.Services.AddSingleton<IClusterConnectionStatusObserver>(static services => services.GetRequiredService<ClusterReach>());
            client.Services.AddSingleton<ILifecycleParticipant<IClusterClientLifecycle>>(static services => services.GetRequiredService<ClusterReach>());
        });
        ConnectInBackground(builder.Services, HostedServices(builder.Services).Single(service => !others.Contains(service)));
        builder.Services.AddHostedService<ClusterReconnection>();
        return builder;
    }

    private static void FindCluster(this IClientBuilder client, SessionClusterOptions cluster)
    {
        client.Configure<ClusterOptions>(ids => (ids.ClusterId, ids.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
        switch (cluster.Mode)
        {
            case ClusterMode.Localhost:
                client.UseLocalhost(cluster);
                break;
            case ClusterMode.Redis:
                client.UseRedis();
                break;
            default:
                throw new StartRefusedException("Cluster:Mode is Embedded: a client needs a cluster to find, set it to Localhost or Redis.");
        }

        client.SecureConnections(cluster);
        client.Configure<GatewayOptions>(OrleansTuning.Apply);
    }

    /// <summary>Orleans' own hosted service would block those after it, Kestrel among them, until the cluster is found.</summary>
    private static void ConnectInBackground(IServiceCollection services, ServiceDescriptor orleans)
    {
        services.Remove(orleans);
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<ClusterConnection>(provider, orleans.ImplementationFactory!(provider)));
    }

    private static IEnumerable<ServiceDescriptor> HostedServices(IServiceCollection services) =>
        services.Where(static service => service.ServiceType == typeof(IHostedService));
}
