using SessionGrains.Rooms;
using SessionGrains.Silo.Clustering;

namespace SessionGrains.Silo.Storage.Sqlite;

/// <summary>The session store in one file: the <c>Storage:Sqlite</c> section of the configuration.</summary>
public sealed class SqliteStoreOptions
{
    public const string Section = "Storage:Sqlite";

    /// <summary>
    /// The database file; its folder is created. Default: <c>data/sessions.db</c> below the working directory, and for a local cluster
    /// <c>{ClusterId}.sessions.db</c> beside its membership file, where its processes find it from whatever folder they are started.
    /// </summary>
    public string Path { get; set; } = "data/sessions.db";

    /// <summary>
    /// Bytes that the file may grow to, from 1 MiB; how starts and then events are refused before that, <c>Storage:Room</c> says. Default: what the disk has free at the
    /// start, less 5 % (at most 1 GiB) and what the write-ahead log (a sixteenth, at most 64 MiB) and the reserve (half of that, at most 64 MiB) take beside it.
    /// </summary>
    public long? MaxBytes { get; set; }

    /// <summary>Whether this process wants the file for itself (an embedded silo) or shares it with others of a local cluster.</summary>
    internal bool Exclusive { get; set; }

    /// <summary>Sets what the way of hosting asks for; null: a store without a cluster around it.</summary>
    internal void ApplyCluster(SessionClusterOptions? cluster)
    {
        Exclusive = cluster is { Mode: ClusterMode.Embedded };
        if (cluster is { Mode: ClusterMode.Localhost })
            Path = System.IO.Path.Combine(cluster.Directory, $"{cluster.ClusterId}.sessions.db");
    }
}
