using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using SessionGrains.Silo.Hosting;

namespace SessionGrains.Silo.Clustering;

/// <summary>Where the other processes of a cluster reach this one.</summary>
internal static class OwnAddress
{
    /// <summary>The IPv4 address that this machine's name has, as every container's has; else the first of a network that is up.</summary>
    /// <exception cref="StartRefusedException">There is none.</exception>
    public static IPAddress Find() =>
        ByName().FirstOrDefault(IsOurs) ?? ByNetwork().FirstOrDefault(IsOurs)
        ?? throw new StartRefusedException($"this machine has no IPv4 address that others can reach: set {SessionClusterOptions.Section}:{nameof(SessionClusterOptions.AdvertisedIPAddress)}.");

    /// <summary>Orleans shares a taken port without an error, and two silos on one would mix their traffic.</summary>
    /// <exception cref="StartRefusedException">Somebody listens there.</exception>
    public static void RefuseTaken(IPAddress address, string option, int port)
    {
        // Who listens, and not whether it can be bound: that fails for a minute after a silo of the same port was stopped.
        if (IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == port && Overlap(listener.Address, address)))
            throw new StartRefusedException($"TCP port {port} ({SessionClusterOptions.Section}:{option}) is taken: stop the program that listens there, or set another.");
    }

    private static bool Overlap(IPAddress listener, IPAddress address) =>
        listener.Equals(address) || listener.Equals(IPAddress.Any) || listener.Equals(IPAddress.IPv6Any) || !IPAddress.IsLoopback(address);

    private static IPAddress[] ByName()
    {
        try
        {
            return Dns.GetHostAddresses(Dns.GetHostName());
        }
        catch (SocketException)
        {
            return [];
        }
    }

    private static IEnumerable<IPAddress> ByNetwork() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(static network => network.OperationalStatus == OperationalStatus.Up)
        .SelectMany(static network => network.GetIPProperties().UnicastAddresses)
        .Select(static unicast => unicast.Address);

    private static bool IsOurs(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address);
}
