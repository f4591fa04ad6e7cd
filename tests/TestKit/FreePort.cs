using System.Net;
using System.Net.Sockets;

namespace SessionGrains.TestKit;

/// <summary>
/// Free ports for servers that tests start and restart. They lie below the ports that a system gives to outgoing connections (from 32768 on Linux, 49152
/// elsewhere), so no connection takes one in the meantime.
/// </summary>
internal static class FreePort
{
    private const int Lowest = 18_000;
    private const int Highest = 32_000;

    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(Lowest, Highest);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // It is taken.
            }
        }
    }
}
