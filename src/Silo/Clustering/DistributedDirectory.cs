using Orleans.Configuration;
using Orleans.Hosting;

namespace SessionGrains.Silo.Clustering;

/// <summary>The distributed grain directory (docs/adr/0003-distributed-grain-directory.md).</summary>
internal static class DistributedDirectory
{
    public static void UseDistributedDirectory(this ISiloBuilder silo)
    {
#pragma warning disable ORLEANSEXP003 // Experimental: ADR 3 says what it saves and what the alternative is.
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003

        // By default a crash makes the directory hold back a part of all sessions for up to 30 s, so that no second activation starts while the first may
        // still run. The session store rejects a second writer by its version check, so there is nothing to wait for.
        silo.Configure<GrainDirectoryOptions>(static directory => directory.RangeLeaseDuration = TimeSpan.Zero);
    }
}
