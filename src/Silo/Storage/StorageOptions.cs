namespace SessionGrains.Silo.Storage;

/// <summary>Where sessions are kept: the <c>Storage</c> section of the configuration.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>The store. Default <see cref="StorageProvider.Memory"/>.</summary>
    public StorageProvider Provider { get; set; } = StorageProvider.Memory;
}

/// <summary>The stores that <c>Storage:Provider</c> can name.</summary>
public enum StorageProvider : byte
{
    /// <summary>In the memory of the silos: for development, gone when they stop.</summary>
    Memory = 0,

    /// <summary>One file on this machine, durable: see <see cref="Sqlite.SqliteStoreOptions"/>.</summary>
    Sqlite = 1,

    /// <summary>A Redis server that all silos share: see <see cref="Redis.RedisStoreOptions"/>. As durable as its <c>appendfsync</c>.</summary>
    Redis = 2,

    /// <summary>Orleans' own Redis store, to compare with: no deadline index, no report log, closed sessions never expire.</summary>
    OrleansRedis = 3,
}
