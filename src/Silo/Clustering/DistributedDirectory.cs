using Orleans.Configuration;
using Orleans.Hosting;

namespace SessionGrains.Silo.Clustering;

/// <summary>How the silos of a cluster agree on where a session lives (docs/adr/0003-distributed-grain-directory.md).</summary>
internal static class DistributedDirectory
{
    public static void UseDistributedDirectory(this ISiloBuilder silo)
    {
#pragma warning disable ORLEANSEXP003 // Experimental: the record says what it saves and how to do without.
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003

        // After a crash the directory would hold a part of all sessions back for up to 30 s, so that no second activation starts while the first may
        // still run. The session store refuses the second writer by its version check, so there is nothing to wait for.
        silo.Configure<GrainDirectoryOptions>(static directory => directory.RangeLeaseDuration = TimeSpan.Zero);
    }
}
