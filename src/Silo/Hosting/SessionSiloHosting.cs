using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using SessionGrains.Sessions;
using SessionGrains.Silo.Clustering;
using SessionGrains.Silo.Clustering.Localhost;
using SessionGrains.Silo.Clustering.Redis;
using SessionGrains.Silo.Clustering.Tls;
using SessionGrains.Silo.Redaction;
using SessionGrains.Silo.Startup;
using SessionGrains.Silo.Storage;
using SessionGrains.Silo.Telemetry;

namespace SessionGrains.Silo.Hosting;

/// <summary>Makes a process a host of session grains.</summary>
public static class SessionSiloHosting
{
    /// <summary>
    /// Adds a silo as the configuration says (<see cref="SessionClusterOptions"/>, <see cref="StorageOptions"/>, <see cref="SessionsOptions"/>).
    /// A <see cref="TimeProvider"/> that is registered, before or after, is the clock of sessions; Orleans' own housekeeping stays on the system's.
    /// </summary>
    /// <exception cref="StartRefusedException">The configuration is wrong; the message says what to set.</exception>
    public static IHostApplicationBuilder AddSessionSilo(this IHostApplicationBuilder builder)
    {
        var cluster = SessionClusterOptions.Read(builder.Configuration);
        var storage = StorageOptions.Read(builder.Configuration, cluster.Mode, builder.Environment.IsDevelopment());
        ShutdownOptions.Read(builder.Configuration, cluster.Mode).Apply(builder.Services);
        builder.AddOrleansLogLevels();
        builder.AddLogRedaction();
        ExceptionSerialization.Send(builder.Services);
        StdinShutdown.AddIfAsked(builder);
        builder.Services.AddSingleton(cluster);
        builder.Services.AddSingleton(storage);
        builder.Services.AddSessions();
        builder.Services.AddOptions<SessionsOptions>().ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SessionsOptions>, SessionsOptionsValidator>());
        builder.Services.AddRoomWatch();
        builder.Services.AddClocks();
        builder.Services.AddSingleton<ClusterReach>();
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
    /// Orleans places by the load that silos told a second or more ago, and what comes within that second, as with the start of a match, all goes to the
    /// one that had least: of a thousand sessions in a second 732 were seen on one of three silos.
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

    /// <summary>One silo, membership in its own memory, no socket.</summary>
    private static void UseEmbedded(this ISiloBuilder silo, SessionClusterOptions cluster)
    {
        // The port is only part of the silo's name: NoListener takes care that nothing listens on it.
        silo.UseLocalhostClustering(siloPort: 1, gatewayPort: 0, serviceId: cluster.ServiceId, clusterId: cluster.ClusterId);
        NoListener.ReplaceListeners(silo.Services);

        // The whole directory is here: a cache of it would keep every address twice.
        silo.Configure<GrainDirectoryOptions>(static directory => directory.CachingStrategy = GrainDirectoryOptions.CachingStrategyType.None);
    }

    /// <summary>
    /// The unkeyed clock is the sessions' and the grains'; every keyed one (probes, call timeouts, collection) is the system's, or a test that
    /// advances a day in one step would time out whatever Orleans has in flight.
    /// </summary>
    private static void AddClocks(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddKeyedSingleton(KeyedService.AnyKey, static (_, _) => TimeProvider.System);
        services.AddKeyedSingleton(TimeProviderNames.Grains, static (provider, _) => provider.GetRequiredService<TimeProvider>());
    }
}
