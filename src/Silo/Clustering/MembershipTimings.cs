using Orleans.Configuration;

namespace SessionGrains.Silo.Clustering;

/// <summary>Membership timings of clusters (docs/adr/0006-a-cluster-on-redis.md has measurements).</summary>
internal static class MembershipTimings
{
    /// <summary>
    /// A dead silo is declared dead within seconds. The longest probe also bounds how long a recently used connection vouches for a silo that hangs: three probes.
    /// </summary>
    public static void Apply(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = TimeSpan.FromSeconds(2);
        options.MaxProbeTimeout = TimeSpan.FromSeconds(4);

        // Also how soon a new cluster stops waiting for the rows of a killed one: three times this.
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        options.TableRefreshTimeout = TimeSpan.FromSeconds(10);
    }
}
