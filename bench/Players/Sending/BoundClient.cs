namespace SessionGrains.Players;

/// <summary>Connections of this machine that come from a given address, as those of different clients do.</summary>
internal static class BoundClient
{
    public static HttpClient From(IPAddress address, int port, TimeSpan patience) => new(new SocketsHttpHandler { ConnectCallback = ConnectFrom(address), UseProxy = false, AllowAutoRedirect = false })
    {
        BaseAddress = new Uri($"http://127.0.0.1:{port}"),
        Timeout = patience,
    };

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public static Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> ConnectFrom(IPAddress address) =>
        async (context, cancelled) => new NetworkStream(await ConnectAsync(address, context.DnsEndPoint.Port, cancelled), ownsSocket: true);

    /// <summary>Connects to a port of this machine.</summary>
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
