namespace SessionGrains.PowerLoss.Tests;

/// <summary>A <c>redis-server</c> on a folder that it finds as a crash has left it, with Redis' defaults for damaged files.</summary>
internal sealed class RedisImageServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly int _port;

    private RedisImageServer(Process process, int port) => (_process, _port) = (process, port);

    public string ConnectionString => $"127.0.0.1:{_port}";

    /// <summary>
    /// Redis truncates a log that ends early. It refuses one with a hole in its last append and demands <c>redis-check-aof --fix</c>, which truncates it too. This
    /// runs that command, as an operator would, and returns whether it did.
    /// </summary>
    public static async Task<(RedisImageServer Server, bool WasMended)> StartAsync(string folder)
    {
        try
        {
            return (await StartAsItIsAsync(folder), false);
        }
        catch (InvalidDataException e) when (e.Message.Contains("redis-check-aof --fix", StringComparison.Ordinal))
        {
            await MendAsync(Path.Combine(folder, "appendonlydir", "appendonly.aof.manifest"));
            return (await StartAsItIsAsync(folder), true);
        }
    }

    private static async Task MendAsync(string manifest)
    {
        using var mending = Process.Start(new ProcessStartInfo("redis-check-aof", ["--fix", manifest]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        await mending.StandardInput.WriteLineAsync("y");
        mending.StandardInput.Close();
        var said = await mending.StandardOutput.ReadToEndAsync();
        await mending.WaitForExitAsync();
        if (mending.ExitCode != 0)
            throw new InvalidDataException($"redis-check-aof could not mend the image: {said}");
    }

    private static async Task<RedisImageServer> StartAsItIsAsync(string folder)
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
    public static async Task<bool> AnswersAsync(int port) => await RedisLine.PingAsync(port) is ['+', ..];

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
