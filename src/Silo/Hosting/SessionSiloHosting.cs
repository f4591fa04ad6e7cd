using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using SessionGrains.Erasure;
using SessionGrains.Exports;
using SessionGrains.Rooms;
using SessionGrains.Sessions;
using SessionGrains.Silo.Clustering;
using SessionGrains.Silo.Clustering.Localhost;
using SessionGrains.Silo.Clustering.Redis;
using SessionGrains.Silo.Clustering.Tls;
using SessionGrains.Silo.Exports;
using SessionGrains.Silo.Startup;
using SessionGrains.Silo.Storage;
using SessionGrains.Silo.Telemetry;

namespace SessionGrains.Silo.Hosting;

/// <summary>Registers a silo that hosts session grains.</summary>
public static class SessionSiloHosting
{
    /// <summary>
    /// Adds a silo as configured by <see cref="SessionClusterOptions"/>, <see cref="StorageOptions"/> and <see cref="SessionsOptions"/>. A registered
    /// <see cref="TimeProvider"/>, before or after, is the clock of sessions; Orleans' internals use the system's clock.
    /// </summary>
    /// <exception cref="StartRefusedException">The configuration is wrong; the message says what to set.</exception>
    public static IHostApplicationBuilder AddSessionSilo(this IHostApplicationBuilder builder)
    {
        var (cluster, storage) = builder.AddClusterProcess();
        var exports = new ExportSinks(builder.Configuration.GetSection(ExportOptions.Sinks), storage.Provider, cluster.ServiceId);
        if (exports.All.Count > 0)
        {
            builder.Services.AddSingleton<IExportSinks>(exports);
        }

        builder.Services.AddSessions();
        builder.Services.AddErasure();
        builder.Services.AddOptions<SessionsOptions>().ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SessionsOptions>, SessionsOptionsValidator>());
        builder.Services.AddRoomMonitoring();
        builder.Services.AddClocks();
        builder.UseOrleans(silo =>
        {
            silo.JoinCluster(cluster);
            silo.AddSessionStorage(storage.Provider);
            silo.AddDashboard(builder.Configuration);
            silo.UseRandomPlacement();
            if (builder.SendsTelemetry())
                silo.AddActivityPropagation();
            silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(static services => services.GetRequiredService<ClusterReach>());
            silo.Configure<SiloMessagingOptions>(OrleansTuning.Apply);
            silo.Configure<GrainCollectionOptions>(OrleansTuning.Apply);
            silo.Configure<GrainDirectoryOptions>(OrleansTuning.Apply);
            silo.Configure<LoadSheddingOptions>(OrleansTuning.Apply);
            if (storage.Provider != StorageProvider.Memory)
                silo.Configure<GrainCollectionOptions>(OrleansTuning.ShedOnMemoryPressure);
        });
        return builder;
    }

    /// <summary>
    /// Places grains on random silos; sessions have a director of their own (docs/adr/0017-nodes.md). By default Orleans places by the load that silos reported a second or more
    /// ago, so whatever comes in a burst goes to the least loaded one.
    /// </summary>
    private static void UseRandomPlacement(this ISiloBuilder silo) => silo.Services.AddSingleton<PlacementStrategy, RandomPlacement>();

    private static void JoinCluster(this ISiloBuilder silo, SessionClusterOptions cluster)
    {
        silo.Configure<ClusterOptions>(ids => (ids.ClusterId, ids.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
        switch (cluster.Mode)
        {
            case ClusterMode.Embedded:
                silo.UseEmbedded(cluster);
                break;
            case ClusterMode.Localhost:
                silo.UseLocalhost(cluster);
                silo.UseDistributedDirectory();
                silo.SecureConnections(cluster);
                break;
            case ClusterMode.Redis:
                silo.UseRedis(cluster);
                silo.UseDistributedDirectory();
                silo.SecureConnections(cluster);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(cluster), cluster.Mode, "No such mode.");
        }
    }

    /// <summary>A single silo with membership in memory and without sockets.</summary>
    private static void UseEmbedded(this ISiloBuilder silo, SessionClusterOptions cluster)
    {
        // The port is only part of the silo's name; NoListener prevents listening on it.
        silo.UseLocalhostClustering(siloPort: 1, gatewayPort: 0, serviceId: cluster.ServiceId, clusterId: cluster.ClusterId);
        NoListener.ReplaceListeners(silo.Services);

        // The whole directory is local: a cache would store every address twice.
        silo.Configure<GrainDirectoryOptions>(static directory => directory.CachingStrategy = GrainDirectoryOptions.CachingStrategyType.None);
    }

    /// <summary>
    /// The unkeyed clock is used by sessions and grains; all keyed ones (probes, call timeouts, collection) are the system's. Otherwise a test that advances a day at once
    /// would time out all calls in flight.
    /// </summary>
    private static void AddClocks(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddKeyedSingleton(KeyedService.AnyKey, static (_, _) => TimeProvider.System);
        services.AddKeyedSingleton(TimeProviderNames.Grains, static (provider, _) => provider.GetRequiredService<TimeProvider>());
    }

    /// <summary>Validates the settings for free capacity and measures memory. The store measures its own.</summary>
    private static void AddRoomMonitoring(this IServiceCollection services)
    {
        services.AddOptions<StoreRoomOptions>().ValidateOnStart();
        services.AddOptions<MemoryRoomOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StoreRoomOptions>, RoomOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MemoryRoomOptions>, RoomOptionsValidator>());
        services.AddHostedService<MemoryMonitor>();
    }
}
