using SessionGrains.Silo.Files;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Clustering.Localhost;

/// <summary>
/// The two ports of a silo, reserved before it binds them. A lock file per port, released by the system when the process ends, separates silos that start at the
/// same moment; a probe detects other programs.
/// </summary>
internal sealed class SiloPorts : IDisposable
{
    private const int MaxPairs = 500;

    private readonly IDisposable _siloLock;
    private readonly IDisposable _gatewayLock;

    private SiloPorts(int silo, IDisposable siloLock, int gateway, IDisposable gatewayLock)
    {
        (Silo, _siloLock, Gateway, _gatewayLock) = (silo, siloLock, gateway, gatewayLock);
    }

    public int Silo { get; }

    public int Gateway { get; }

    /// <summary>Reserves the configured ports; where not configured, the first free pair from 11111 and 30000.</summary>
    /// <exception cref="StartRefusedException">A configured port is taken, or no pair is free.</exception>
    public static SiloPorts Claim(SessionClusterOptions cluster)
    {
        CreateFolder();
        for (var pair = 0; pair < MaxPairs; pair++)
        {
            var silo = cluster.SiloPort ?? SessionClusterOptions.DefaultSiloPort + pair;
            if (TryClaim(silo) is not { } siloLock)
            {
                RefuseTaken(nameof(cluster.SiloPort), cluster.SiloPort);
                continue;
            }

            var gateway = cluster.GatewayPort ?? SessionClusterOptions.DefaultGatewayPort + pair;
            if (gateway != silo && TryClaim(gateway) is { } gatewayLock)
                return new SiloPorts(silo, siloLock, gateway, gatewayLock);

            siloLock.Dispose();
            RefuseTaken(nameof(cluster.GatewayPort), cluster.GatewayPort);
        }

        throw new StartRefusedException($"no free pair of ports from {SessionClusterOptions.DefaultSiloPort} and {SessionClusterOptions.DefaultGatewayPort}: set Cluster:SiloPort and Cluster:GatewayPort.");
    }

    public void Dispose()
    {
        _siloLock.Dispose();
        _gatewayLock.Dispose();
    }

    private static void CreateFolder()
    {
        try
        {
            LocalFolder.Create(LocalFolder.Ports);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"the folder {LocalFolder.Ports}, where silos claim their ports, cannot be created ({e.Message})", e);
        }
    }

    private static FileStream? TryClaim(int port)
    {
        FileStream claim;
        try
        {
            // The file is never deleted: otherwise two later silos could each hold a lock, one on the old file and one on the new.
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
