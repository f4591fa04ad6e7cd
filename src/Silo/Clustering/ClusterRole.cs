namespace SessionGrains.Silo.Clustering;

/// <summary>What a process of the program <c>SessionGrains.Api</c> is in its cluster: <c>Cluster:Role</c>.</summary>
public enum ClusterRole : byte
{
    /// <summary>Front door and silo in one process: it answers requests and hosts sessions.</summary>
    Node = 0,

    /// <summary>It answers requests and calls the nodes or silos of its cluster, which host the sessions.</summary>
    FrontDoor = 1,
}
