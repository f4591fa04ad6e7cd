using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime.Hosting;
using Orleans.Storage;
using SessionGrains.Quarantine;
using SessionGrains.Reports;
using SessionGrains.Silo.Clustering;
using SessionGrains.Silo.Redis;
using SessionGrains.Silo.Startup;
using SessionGrains.Silo.Storage.GroupCommit;
using SessionGrains.Silo.Storage.InMemory;
using SessionGrains.Silo.Storage.Redis;
using SessionGrains.Silo.Storage.Sqlite;
using SessionGrains.Stores;
using SessionGrains.Timeouts;
using StackExchange.Redis;

namespace SessionGrains.Silo.Storage;

/// <summary>
/// Registers the session store that <c>Storage:Provider</c> names, keyed <see cref="StoredRecordNames.StorageName"/>, with its <see cref="IDeadlineIndex"/> and
/// <see cref="IReportLog"/>.
/// </summary>
internal static class StorageRegistration
{
    private const string UnreportedStorageName = StoredRecordNames.StorageName + "-unreported";

    public static void AddSessionStorage(this ISiloBuilder silo, StorageProvider provider)
    {
        silo.Services.AddOptions<ReportsOptions>().BindConfiguration(ReportsOptions.Section).ValidateOnStart();
        silo.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ReportsOptions>, StorageOptionsValidator>());
        switch (provider)
        {
            case StorageProvider.Memory:
                silo.AddMemory();
                break;
            case StorageProvider.Sqlite:
                silo.AddSqlite();
                break;
            case StorageProvider.Redis:
                silo.AddRedis();
                break;
            case StorageProvider.OrleansRedis:
                silo.AddOrleansRedis();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(provider), provider, "No such store.");
        }
    }

    /// <summary>
    /// Orleans' memory storage, for a single process. Two defaults are changed: its 10 storage grains would be a bottleneck, and JSON with type names costs several times as much as
    /// the binary format.
    /// </summary>
    private static void AddMemory(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton(new SessionStoreTraits(RemovesExpired: false));
        silo.Services.AddSingleton<OrleansGrainStorageSerializer>();
        silo.AddMemoryGrainStorage(UnreportedStorageName, options => options
            .Configure<OrleansGrainStorageSerializer>(static (memory, serializer) => (memory.NumStorageGrains, memory.GrainStorageSerializer) = (256, serializer)));
        silo.Services.AddGrainStorage(StoredRecordNames.StorageName, static (services, _) => new ReportingStorage(
            services.GetRequiredKeyedService<IGrainStorage>(UnreportedStorageName), services.GetRequiredService<InMemoryReportLog>()));
        silo.Services.AddSingleton<InMemoryReportLog>();
        silo.Services.AddSingleton<IReportLog>(static services => services.GetRequiredService<InMemoryReportLog>());
        silo.Services.AddSingleton<IDeadlineIndex, NoDeadlineIndex>();
    }

    private static void AddSqlite(this ISiloBuilder silo)
    {
        silo.Services.AddOptions<SqliteStoreOptions>()
            .Configure<IServiceProvider>(static (options, services) => options.ApplyCluster(services.GetService<SessionClusterOptions>()))
            .BindConfiguration(SqliteStoreOptions.Section).ValidateOnStart();
        silo.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SqliteStoreOptions>, StorageOptionsValidator>());
        silo.Services.AddSingleton<IStartCheck, SqliteFileWarning>();
        silo.AddGroupCommit(static services => ActivatorUtilities.CreateInstance<SqliteSessionStore>(
            services, services.GetRequiredService<IOptions<SqliteStoreOptions>>().Value, services.GetRequiredService<IOptions<ReportsOptions>>().Value));
    }

    private static void AddRedis(this ISiloBuilder silo)
    {
        silo.Services.AddOptions<RedisStoreOptions>().BindConfiguration(RedisStoreOptions.Section).ValidateOnStart();
        silo.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RedisStoreOptions>, StorageOptionsValidator>());
        silo.Services.AddSharedRedis();
        silo.AddGroupCommit(static services => ActivatorUtilities.CreateInstance<RedisSessionStore>(
            services, (Func<IConnectionMultiplexer>)services.GetRequiredService<IConnectionMultiplexer>, services.GetRequiredService<IOptions<RedisStoreOptions>>().Value,
            services.GetRequiredService<IOptions<ClusterOptions>>().Value.ServiceId, services.GetRequiredService<IOptions<ReportsOptions>>().Value));
    }

    private static void AddOrleansRedis(this ISiloBuilder silo)
    {
        silo.Services.AddSharedRedis();
        silo.Services.AddSingleton<OrleansGrainStorageSerializer>();
        silo.AddRedisGrainStorage(StoredRecordNames.StorageName, options => options
            .Configure<OrleansGrainStorageSerializer, IServiceProvider>(static (redis, serializer, services) =>
            {
                redis.GrainStorageSerializer = serializer;
                redis.DeleteStateOnClear = true;
                redis.ConfigurationOptions = new ConfigurationOptions();
                redis.CreateMultiplexer = _ => Task.FromResult((services.GetRequiredService<IConnectionMultiplexer>(), IsShared: true));
            }));
        silo.Services.AddSingleton(new SessionStoreTraits(RemovesExpired: false));
        silo.Services.AddSingleton<IReportLog, NoReportLog>();
        silo.Services.AddSingleton<IDeadlineIndex, NoDeadlineIndex>();
    }

    private static void AddGroupCommit(this ISiloBuilder silo, Func<IServiceProvider, ISessionStoreBackend> backend)
    {
        silo.Services.AddSingleton(new SessionStoreTraits(RemovesExpired: true));
        silo.Services.AddSingleton(backend);
        silo.Services.AddSingleton<IRecordPurge>(static services => (IRecordPurge)services.GetRequiredService<ISessionStoreBackend>());
        silo.Services.AddSingleton<IErasableStore>(static services => (IErasableStore)services.GetRequiredService<ISessionStoreBackend>());
        silo.Services.AddSingleton<IDeadlineIndex>(static services => services.GetRequiredService<ISessionStoreBackend>());
        silo.Services.AddSingleton<IReportLog>(static services => services.GetRequiredService<ISessionStoreBackend>());
        silo.Services.AddSingleton<IStartCheck, SessionStoreStartCheck>();
        silo.Services.TryAddSingleton(new GroupCommitLimits());
        silo.Services.AddSingleton<CommitMetrics>();
        silo.Services.AddGrainStorage(StoredRecordNames.StorageName, static (services, _) => ActivatorUtilities.CreateInstance<GroupCommitStorage>(services));
    }
}
