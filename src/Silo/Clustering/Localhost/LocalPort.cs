using System.Net;
using System.Net.Sockets;

namespace SessionGrains.Silo.Clustering.Localhost;

internal static class LocalPort
{
    /// <summary>Whether nobody listens on the port. Orleans shares a taken port without an error, which would mix the traffic of two silos.</summary>
    public static bool IsFree(int port)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ExclusiveAddressUse = true };
        try
        {
            // Without Listen, so that two probes of one port at a time do not conflict.
            probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
