using Microsoft.Extensions.Configuration;
using SessionGrains.Silo.Clustering;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Storage;

/// <summary>Where sessions are kept: the <c>Storage</c> section of the configuration.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    private const string ProviderKey = $"{Section}:{nameof(Provider)}";

    private StorageOptions(StorageProvider provider) => Provider = provider;

    /// <summary>
    /// The store. What is not configured follows from how the processes are hosted: <see cref="StorageProvider.Redis"/> for a cluster on Redis,
    /// <see cref="StorageProvider.Sqlite"/> for a local cluster and for one embedded silo, but <see cref="StorageProvider.Memory"/> for an
    /// embedded silo in the Development environment.
    /// </summary>
    public StorageProvider Provider { get; }

    /// <summary>Reads and checks which store is configured.</summary>
    /// <exception cref="StartRefusedException">The name is unknown, or the store cannot serve the cluster.</exception>
    public static StorageOptions Read(IConfiguration configuration, ClusterMode mode, bool isDevelopment)
    {
        if (configuration[ProviderKey] is not { } name)
            return new StorageOptions(Default(mode, isDevelopment));

        if (!Enum.GetNames<StorageProvider>().Contains(name, StringComparer.OrdinalIgnoreCase))
            throw new StartRefusedException($"{ProviderKey} is '{name}': set it to {string.Join(" or ", Enum.GetNames<StorageProvider>())}.");

        var provider = Enum.Parse<StorageProvider>(name, ignoreCase: true);
        if (provider == StorageProvider.Sqlite && mode == ClusterMode.Redis)
        {
            throw new StartRefusedException($"{ProviderKey} is Sqlite, a file of one machine, and {SessionClusterOptions.Section}:{nameof(SessionClusterOptions.Mode)} is Redis, whose silos may be on many: "
                + $"set {ProviderKey} to Redis or leave it out.");
        }

        if (provider == StorageProvider.Memory && mode != ClusterMode.Embedded)
        {
            throw new StartRefusedException($"{ProviderKey} is Memory, which is for one process: a cluster keeps its sessions in {(mode == ClusterMode.Redis ? "Redis" : "Sqlite or Redis")}. "
                + $"Set {ProviderKey} to that or leave it out.");
        }

        return new StorageOptions(provider);
    }

    private static StorageProvider Default(ClusterMode mode, bool isDevelopment) => mode switch
    {
        ClusterMode.Redis => StorageProvider.Redis,
        ClusterMode.Embedded when isDevelopment => StorageProvider.Memory,
        _ => StorageProvider.Sqlite,
    };
}

/// <summary>The stores that <c>Storage:Provider</c> can name.</summary>
public enum StorageProvider : byte
{
    /// <summary>In the memory of one process, with its embedded silo: for development, gone when it stops.</summary>
    Memory = 0,

    /// <summary>One file on this machine, durable: see <see cref="Sqlite.SqliteStoreOptions"/>.</summary>
    Sqlite = 1,

    /// <summary>A Redis server that all silos share: see <see cref="Redis.RedisStoreOptions"/>. As durable as its <c>appendfsync</c>.</summary>
    Redis = 2,

    /// <summary>Orleans' own Redis store, to compare with: no deadline index, no report log, closed sessions never expire.</summary>
    OrleansRedis = 3,
}
