using SessionGrains.Silo.Clustering;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Storage;

/// <summary>Where sessions are stored: the <c>Storage</c> section of the configuration.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    private const string ProviderKey = $"{Section}:{nameof(Provider)}";

    private StorageOptions(StorageProvider provider) => Provider = provider;

    /// <summary>
    /// The store. Default: <see cref="StorageProvider.Redis"/> for a cluster on Redis, <see cref="StorageProvider.Sqlite"/> for a local cluster and an embedded silo, but
    /// <see cref="StorageProvider.Memory"/> for an embedded silo in the Development environment.
    /// </summary>
    public StorageProvider Provider { get; }

    /// <summary>Reads and checks the section.</summary>
    /// <exception cref="StartRefusedException">The name is unknown, or the store does not fit the cluster.</exception>
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

/// <summary>The values of <c>Storage:Provider</c>.</summary>
public enum StorageProvider : byte
{
    /// <summary>In the memory of a process with an embedded silo, for development: lost when it stops.</summary>
    Memory = 0,

    /// <summary>A durable file on this machine: <see cref="Sqlite.SqliteStoreOptions"/>.</summary>
    Sqlite = 1,

    /// <summary>A Redis server shared by all silos: <see cref="Redis.RedisStoreOptions"/>. As durable as its <c>appendfsync</c>.</summary>
    Redis = 2,

    /// <summary>Orleans' own Redis store, for comparison: no deadline index, no report log, closed sessions never expire.</summary>
    OrleansRedis = 3,
}
