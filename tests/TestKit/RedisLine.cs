namespace SessionGrains.TestKit;

/// <summary>Commands to a <c>redis-server</c> of this machine, as lines of text.</summary>
internal static class RedisLine
{
    /// <summary>The first line of the answer to PING, such as <c>+PONG</c>, or <c>-LOADING …</c> while the server still reads its files; null: nobody listens.</summary>
    public static Task<string?> PingAsync(int port) => SendAsync(port, "PING");

    /// <summary>Sends commands on one connection. The first line of the answer to the last one; null: nobody listens.</summary>
    public static async Task<string?> SendAsync(int port, params string[] commands)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            using var reader = new StreamReader(client.GetStream());
            string? answer = null;
            foreach (var command in commands)
            {
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"));
                answer = await reader.ReadLineAsync();
            }

            return answer;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return null;
        }
    }
}
