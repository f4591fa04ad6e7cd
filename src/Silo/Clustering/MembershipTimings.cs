using Orleans.Configuration;

namespace SessionGrains.Silo.Clustering;

/// <summary>How soon the silos of a cluster notice that one of them is dead.</summary>
internal static class MembershipTimings
{
    /// <summary>
    /// A dead silo is declared so within seconds (docs/adr/0006-a-cluster-on-redis.md has the figures). The longest probe also bounds how long a connection that was busy
    /// just before speaks for a silo that hangs: three of them.
    /// </summary>
    public static void Apply(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = TimeSpan.FromSeconds(2);
        options.MaxProbeTimeout = TimeSpan.FromSeconds(4);

        // Also how soon a new cluster stops waiting for the rows of one that was killed: three of the first.
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        options.TableRefreshTimeout = TimeSpan.FromSeconds(10);
    }
}
