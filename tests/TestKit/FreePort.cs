using System.Net;
using System.Net.Sockets;

namespace SessionGrains.TestKit;

/// <summary>
/// Ports for servers that a test starts, also again on the same port. Below those that a system gives to outgoing connections (from 32768 on Linux,
/// 49152 elsewhere): one that was free a moment ago, or that a killed server had, is not taken by a connection meanwhile.
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
                // Somebody has it.
            }
        }
    }
}
