namespace SessionGrains.Silo.Storage.Redis;

/// <summary>The session store in Redis: the <c>Storage:Redis</c> section of the configuration. The server is <c>ConnectionStrings:Redis</c>.</summary>
public sealed class RedisStoreOptions
{
    public const string Section = "Storage:Redis";

    /// <summary>
    /// Hash slots that the sessions of a service are spread over, 1 to 64. Default 1. A batch is one script and a script has one slot, so each
    /// partition batches for itself: one makes the fullest batches, and a single Redis server executes one script at a time anyway. On a Redis
    /// Cluster set it to about twice the number of masters. It is part of the keys: a service that has stored sessions keeps its number.
    /// </summary>
    public int Partitions { get; set; } = 1;
}
