using System.Net;
using System.Net.Sockets;

namespace SessionGrains.Abuse.Tests.Viewers;

/// <summary>Clients whose connections come from an address.</summary>
internal static class BoundClient
{
    public static HttpClient From(IPAddress address, int port, TimeSpan patience) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancelled) => new NetworkStream(await ConnectAsync(address, port, cancelled), ownsSocket: true),
        UseProxy = false,
        AllowAutoRedirect = false,
    })
    { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = patience };

    public static async Task<Socket> ConnectAsync(IPAddress address, int port, CancellationToken cancelled)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(address, 0));
            await socket.ConnectAsync(IPAddress.Loopback, port, cancelled);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
