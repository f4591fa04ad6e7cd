using System.Net;
using System.Net.Sockets;

namespace SessionGrains.Silo.Clustering.Localhost;

/// <summary>TCP ports of this machine.</summary>
internal static class LocalPort
{
    /// <summary>Whether nobody listens on the port. Orleans shares a taken port without an error, and two silos on one would mix their traffic.</summary>
    public static bool IsFree(int port)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ExclusiveAddressUse = true };
        try
        {
            // Without Listen: two probes of one port at a time don't disturb each other.
            probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
