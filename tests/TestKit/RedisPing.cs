using System.Net.Sockets;

namespace SessionGrains.TestKit;

/// <summary>Asks a <c>redis-server</c> of this machine whether it is there.</summary>
internal static class RedisPing
{
    /// <summary>What it answers to PING, such as <c>+PONG</c>, or <c>-LOADING …</c> while it still reads its files; null: nothing.</summary>
    public static async Task<string?> AskAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            await using var stream = client.GetStream();
            await stream.WriteAsync("PING\r\n"u8.ToArray());
            var answer = new byte[64];
            return await stream.ReadAsync(answer) is > 0 and var length ? Encoding.ASCII.GetString(answer, 0, length) : null;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return null;
        }
    }
}
