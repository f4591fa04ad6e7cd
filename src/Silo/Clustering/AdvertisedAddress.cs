using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Clustering;

/// <summary>The address at which other processes of the cluster reach this one.</summary>
internal static class AdvertisedAddress
{
    /// <summary>The configured address, or this machine's address in the configured network, else <see cref="Find"/>.</summary>
    /// <exception cref="StartRefusedException">No such address exists.</exception>
    public static IPAddress Of(SessionClusterOptions cluster) => cluster switch
    {
        { AdvertisedNetwork: { } network } => FindIn(network),
        { AdvertisedIPAddress: { } configured } => IPAddress.Parse(configured),
        _ => Find(),
    };

    /// <summary>The IPv4 address of this machine's host name, which every container has; else the first one of a network that is up.</summary>
    /// <exception cref="StartRefusedException">No such address exists.</exception>
    public static IPAddress Find() =>
        ByName().FirstOrDefault(IsOurs) ?? ByNetwork().FirstOrDefault(IsOurs)
        ?? throw new StartRefusedException($"this machine has no IPv4 address that others can reach: set {SessionClusterOptions.Section}:{nameof(SessionClusterOptions.AdvertisedIPAddress)}.");

    /// <summary>Refuses a port that is in use. Orleans shares a taken port without an error, which would mix the traffic of two silos.</summary>
    /// <exception cref="StartRefusedException">Another process listens on the port.</exception>
    public static void RefuseTaken(IPAddress address, bool anyAddress, string option, int port)
    {
        // Checks for listeners rather than binding: binding fails for a minute after a silo with the same port was stopped.
        if (IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == port && (anyAddress || Overlap(listener.Address, address))))
            throw new StartRefusedException($"TCP port {port} ({SessionClusterOptions.Section}:{option}) is taken: stop the program that listens there, or set another.");
    }

    private static bool Overlap(IPAddress listener, IPAddress address) =>
        listener.Equals(address) || listener.Equals(IPAddress.Any) || listener.Equals(IPAddress.IPv6Any);

    private static IPAddress FindIn(string cidr)
    {
        var network = IPNetwork.Parse(cidr);

        // Not only networks that are up: Linux reports loopback and tunnels as unknown.
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

    private static IEnumerable<IPAddress> AddressesOf(Func<OperationalStatus, bool> matches) => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => matches(network.OperationalStatus))
        .SelectMany(static network => network.GetIPProperties().UnicastAddresses)
        .Select(static unicast => unicast.Address);

    private static bool IsOurs(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address);
}
