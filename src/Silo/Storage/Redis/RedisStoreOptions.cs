namespace SessionGrains.Silo.Storage.Redis;

/// <summary>The session store in Redis: the <c>Storage:Redis</c> section of the configuration. The server is <c>ConnectionStrings:Redis</c>.</summary>
public sealed class RedisStoreOptions
{
    public const string Section = "Storage:Redis";

    /// <summary>
    /// Number of hash slots that the sessions of a service are spread over, 1 to 64. Default 1. Each partition commits its own batches, because a batch is one script and a script
    /// uses one slot: one partition has the fullest batches, and a single Redis server executes one script at a time anyway. On a Redis Cluster use about twice the number
    /// of masters. It is part of the keys: a service with stored sessions must keep its number.
    /// </summary>
    public int Partitions { get; set; } = 1;
}
