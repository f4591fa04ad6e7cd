using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SessionGrains.Cluster.Tests.Processes;

namespace SessionGrains.PowerLoss.Tests.Recording;

/// <summary>A <c>redis-server</c> on a folder that it finds as a crash has left it, with Redis' defaults for damaged files.</summary>
internal sealed class RedisImageServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly int _port;

    private RedisImageServer(Process process, int port) => (_process, _port) = (process, port);

    public static string? Missing { get; } = Strace.OnPath("redis-server")
        ? null
        : "redis-server is not on the PATH: install it (Debian, Ubuntu: apt-get install redis-server).";

    public string ConnectionString => $"127.0.0.1:{_port}";

    public static async Task<RedisImageServer> StartAsync(string folder)
    {
        var port = FreePort.Next();
        var process = Process.Start(new ProcessStartInfo("redis-server",
        [
            "--port", $"{port}", "--bind", "127.0.0.1", "--dir", folder, "--appendonly", "yes", "--appendfsync", "no", "--save", "", "--maxmemory-policy", "noeviction", "--loglevel", "warning",
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var server = new RedisImageServer(process, port);
        while (!await AnswersAsync(port))
        {
            if (process.HasExited)
                throw new InvalidDataException($"redis-server does not start on the image: {await output}");
            await Task.Delay(10);
        }

        return server;
    }

    /// <summary>False also while it still reads its files.</summary>
    public static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            await using var stream = client.GetStream();
            await stream.WriteAsync("PING\r\n"u8.ToArray());
            var answer = new byte[64];
            return await stream.ReadAsync(answer) > 0 && answer[0] == '+';
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
