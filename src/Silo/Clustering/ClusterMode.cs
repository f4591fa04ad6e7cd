namespace SessionGrains.Silo.Clustering;

/// <summary>How the processes of a service find each other: <c>Cluster:Mode</c>.</summary>
public enum ClusterMode : byte
{
    /// <summary>A single process: the front door hosts the only silo. Only HTTP listens.</summary>
    Embedded = 0,

    /// <summary>Several processes on one machine, without installing anything: they share a Sqlite membership file.</summary>
    Localhost = 1,

    /// <summary>Processes on any number of machines, which find each other through the Redis server of <c>ConnectionStrings:Redis</c>.</summary>
    Redis = 2,
}
