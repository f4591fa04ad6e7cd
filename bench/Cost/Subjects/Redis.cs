namespace SessionGrains.Bench.Cost;

/// <summary>A redis-server of a subject's own.</summary>
internal static class Redis
{
    /// <summary>Starts it with its append-only file in this folder. The file is never rewritten while it is measured: for nobody.</summary>
    public static SubjectProcess Start(string server, Cores cores, string folder, int port, string fsync) => SubjectProcess.Start("redis", cores, server,
    [
        "--port", $"{port}", "--bind", "127.0.0.1", "--dir", folder, "--appendonly", "yes", "--appendfsync", fsync, "--save", "",
        "--auto-aof-rewrite-percentage", "0", "--maxmemory-policy", "noeviction", "--loglevel", "warning",
    ], folder);

    public static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            await client.Client.SendAsync("PING\r\n"u8.ToArray());
            var answer = new byte[16];
            var length = await client.Client.ReceiveAsync(answer);
            return answer.AsSpan(0, length).StartsWith("+PONG"u8);
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
