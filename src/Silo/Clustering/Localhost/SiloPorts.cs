using SessionGrains.Silo.Files;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Clustering.Localhost;

/// <summary>
/// The two ports of a silo, claimed before it binds them: by a locked file each, which keeps silos that start at the same moment apart (the system
/// lets go of the lock however the process ends), and by a probe, which keeps other programs apart.
/// </summary>
internal sealed class SiloPorts : IDisposable
{
    private const int FirstSiloPort = 11111;
    private const int FirstGatewayPort = 30000;
    private const int Pairs = 500;

    private readonly IDisposable _siloClaim;
    private readonly IDisposable _gatewayClaim;

    private SiloPorts(int silo, IDisposable siloClaim, int gateway, IDisposable gatewayClaim)
    {
        (Silo, _siloClaim, Gateway, _gatewayClaim) = (silo, siloClaim, gateway, gatewayClaim);
    }

    public int Silo { get; }

    public int Gateway { get; }

    /// <summary>Takes the configured ports, or for those left open the first free pair.</summary>
    /// <exception cref="StartRefusedException">A configured port is taken, or no pair is free.</exception>
    public static SiloPorts Claim(SessionClusterOptions cluster)
    {
        CreateFolder();
        for (var pair = 0; pair < Pairs; pair++)
        {
            var silo = cluster.SiloPort ?? FirstSiloPort + pair;
            if (TryClaim(silo) is not { } siloClaim)
            {
                RefuseTaken(nameof(cluster.SiloPort), cluster.SiloPort);
                continue;
            }

            var gateway = cluster.GatewayPort ?? FirstGatewayPort + pair;
            if (gateway != silo && TryClaim(gateway) is { } gatewayClaim)
                return new SiloPorts(silo, siloClaim, gateway, gatewayClaim);

            siloClaim.Dispose();
            RefuseTaken(nameof(cluster.GatewayPort), cluster.GatewayPort);
        }

        throw new StartRefusedException($"no free pair of ports from {FirstSiloPort} and {FirstGatewayPort}: set Cluster:SiloPort and Cluster:GatewayPort.");
    }

    public void Dispose()
    {
        _siloClaim.Dispose();
        _gatewayClaim.Dispose();
    }

    private static void CreateFolder()
    {
        try
        {
            LocalFolder.Create(LocalFolder.Ports);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"the folder {LocalFolder.Ports}, where silos claim their ports, cannot be made ({e.Message})", e);
        }
    }

    private static FileStream? TryClaim(int port)
    {
        FileStream claim;
        try
        {
            // The file stays when the port is given back: deleting it would let two later silos hold a lock each, one on the old file and one on the new.
            claim = OwnerOnlyFiles.Open(Path.Combine(LocalFolder.Ports, $"{port}.lock"), FileMode.OpenOrCreate, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        if (LocalPort.IsFree(port))
            return claim;

        claim.Dispose();
        return null;
    }

    private static void RefuseTaken(string option, int? port)
    {
        if (port is not null)
            throw new StartRefusedException($"TCP port {port} ({SessionClusterOptions.Section}:{option}) is taken: stop the program that listens there, set another, or leave it out to get a free one.");
    }
}
