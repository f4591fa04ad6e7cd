using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Clustering;

/// <summary>Where the other processes of a cluster reach this one.</summary>
internal static class AdvertisedAddress
{
    /// <summary>The address that the configuration names, or whose network it names, or else <see cref="Find"/>'s.</summary>
    /// <exception cref="StartRefusedException">There is none.</exception>
    public static IPAddress Of(SessionClusterOptions cluster) => cluster switch
    {
        { AdvertisedNetwork: { } network } => FindIn(network),
        { AdvertisedIPAddress: { } configured } => IPAddress.Parse(configured),
        _ => Find(),
    };

    /// <summary>The IPv4 address that this machine's name has, as every container's has; else the first of a network that is up.</summary>
    /// <exception cref="StartRefusedException">There is none.</exception>
    public static IPAddress Find() =>
        ByName().FirstOrDefault(IsOurs) ?? ByNetwork().FirstOrDefault(IsOurs)
        ?? throw new StartRefusedException($"this machine has no IPv4 address that others can reach: set {SessionClusterOptions.Section}:{nameof(SessionClusterOptions.AdvertisedIPAddress)}.");

    /// <summary>Orleans shares a taken port without an error, and two silos on one would mix their traffic.</summary>
    /// <exception cref="StartRefusedException">Somebody listens there.</exception>
    public static void RefuseTaken(IPAddress address, bool andAllOthers, string option, int port)
    {
        // Who listens, and not whether it can be bound: that fails for a minute after a silo of the same port was stopped.
        if (IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == port && (andAllOthers || Overlap(listener.Address, address))))
            throw new StartRefusedException($"TCP port {port} ({SessionClusterOptions.Section}:{option}) is taken: stop the program that listens there, or set another.");
    }

    private static bool Overlap(IPAddress listener, IPAddress address) =>
        listener.Equals(address) || listener.Equals(IPAddress.Any) || listener.Equals(IPAddress.IPv6Any);

    private static IPAddress FindIn(string cidr)
    {
        var network = IPNetwork.Parse(cidr);

        // Not only those that are up: of the loopback and of tunnels Linux says that it does not know.
        var ours = AddressesOf(static state => state != OperationalStatus.Down).ToArray();
        return ours.FirstOrDefault(network.Contains) ?? throw new StartRefusedException(
            $"this machine has no address in {SessionClusterOptions.Section}:{nameof(SessionClusterOptions.AdvertisedNetwork)} {cidr}, it has {string.Join(", ", ours.AsEnumerable())}: connect it to that network, or name another.");
    }

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

    private static IEnumerable<IPAddress> ByNetwork() => AddressesOf(static state => state == OperationalStatus.Up);

    private static IEnumerable<IPAddress> AddressesOf(Func<OperationalStatus, bool> suits) => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => suits(network.OperationalStatus))
        .SelectMany(static network => network.GetIPProperties().UnicastAddresses)
        .Select(static unicast => unicast.Address);

    private static bool IsOurs(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address);
}
