using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using SessionGrains.Silo.Clustering;
using SessionGrains.Silo.Clustering.Localhost;
using SessionGrains.Silo.Clustering.Redis;
using SessionGrains.Silo.Clustering.Tls;
using SessionGrains.Silo.Redaction;
using SessionGrains.Silo.Startup;
using SessionGrains.Silo.Storage;
using SessionGrains.Silo.Telemetry;

namespace SessionGrains.Silo.Hosting;

/// <summary>Lets a process call session grains that live elsewhere.</summary>
public static class SessionClientHosting
{
    /// <summary>
    /// What a front door needs, in either shape: a silo of its own when <c>Cluster:Mode</c> is <see cref="ClusterMode.Embedded"/>, else an Orleans client.
    /// Both give an <see cref="IClusterClient"/> and a <see cref="ClusterReach"/>.
    /// </summary>
    /// <exception cref="StartRefusedException">The configuration is wrong; the message says what to set.</exception>
    public static IHostApplicationBuilder AddSessionCluster(this IHostApplicationBuilder builder) =>
        SessionClusterOptions.Read(builder.Configuration).Mode == ClusterMode.Embedded ? builder.AddSessionSilo() : builder.AddSessionClient();

    /// <summary>
    /// Adds an Orleans client of the cluster that the configuration names. It looks for the cluster until it finds one, however long that takes, and
    /// the rest of the host runs meanwhile: <c>/health/live</c> answers before there is a silo. <see cref="ClusterReach"/> says whether there is one.
    /// </summary>
    /// <exception cref="StartRefusedException">The configuration is wrong; the message says what to set.</exception>
    public static IHostApplicationBuilder AddSessionClient(this IHostApplicationBuilder builder)
    {
        var cluster = SessionClusterOptions.Read(builder.Configuration);
        ShutdownOptions.Read(builder.Configuration, cluster.Mode).Apply(builder.Services);
        builder.AddOrleansLogLevels();
        builder.AddLogRedaction();
        ExceptionSerialization.Send(builder.Services);
        StdinShutdown.AddIfAsked(builder);
        builder.Services.AddSingleton(cluster);
        builder.Services.AddSingleton(StorageOptions.Read(builder.Configuration, cluster.Mode, builder.Environment.IsDevelopment()));
        builder.Services.AddSingleton<ClusterReach>();
        builder.Services.TryAddSingleton(TimeProvider.System);
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
        ConnectBesideTheHost(builder.Services, HostedServices(builder.Services).Single(service => !others.Contains(service)));
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

    /// <summary>Orleans' own hosted service would hold up those after it, Kestrel among them, until the cluster is there.</summary>
    private static void ConnectBesideTheHost(IServiceCollection services, ServiceDescriptor orleans)
    {
        services.Remove(orleans);
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<ClusterConnection>(provider, orleans.ImplementationFactory!(provider)));
    }

    private static IEnumerable<ServiceDescriptor> HostedServices(IServiceCollection services) =>
        services.Where(static service => service.ServiceType == typeof(IHostedService));
}
