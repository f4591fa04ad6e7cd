namespace SessionGrains.Silo.Clustering;

/// <summary>How the processes of one service find each other: <c>Cluster:Mode</c>.</summary>
public enum ClusterMode : byte
{
    /// <summary>One process is everything: the front door hosts the only silo. Nothing listens but HTTP.</summary>
    Embedded = 0,

    /// <summary>Several processes on one machine with nothing installed: membership is a Sqlite file that they share.</summary>
    Localhost = 1,

    /// <summary>Processes on any number of machines, which find each other through a Redis server, <c>ConnectionStrings:Redis</c>.</summary>
    Redis = 2,
}
