using StackExchange.Redis;

namespace SessionGrains.TestKit;

/// <summary>A <c>redis-server</c> for one test, on a free port, with its files in its own folder. The append-only file is written at every commit.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sg-redis-").FullName;
    private readonly string[] _settings;
    private Process? _process;

    private RedisProcess(string[] settings) => _settings = settings;

    /// <summary>Why tests that start one are skipped; null: they are not.</summary>
    public static string? Missing { get; } = ProgramPath.Find("redis-server") is null
        ? "redis-server is not on the PATH: install it (Debian, Ubuntu: apt-get install redis-server; macOS: brew install redis)."
        : null;

    public int Port { get; } = FreePort.Next();

    /// <summary>Where its files are.</summary>
    public string Folder => _folder;

    public string ConnectionString => $"127.0.0.1:{Port}";

    public static async Task<RedisProcess> StartAsync(params string[] settings)
    {
        var redis = new RedisProcess(settings);
        await redis.StartAgainAsync();
        return redis;
    }

    public async Task StartAgainAsync()
    {
        _process = Process.Start(new ProcessStartInfo("redis-server",
        [
            "--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _folder, "--appendonly", "yes", "--appendfsync", "always",
            "--save", "", "--maxmemory-policy", "noeviction", "--loglevel", "warning", .. _settings,
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await ListeningAsync();
    }

    /// <summary>As SIGKILL does: nothing is written any more.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
            return;

        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>It stays connected and answers nothing.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    public Task ThawAsync() => SignalAsync("CONT");

    /// <summary>A connection that may do what the server's does not need to.</summary>
    public Task<ConnectionMultiplexer> ConnectAsync() => ConnectionMultiplexer.ConnectAsync($"{ConnectionString},allowAdmin=true");

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process!.Id}"]);
        await kill.WaitForExitAsync();
    }

    private async Task ListeningAsync()
    {
        for (var deadline = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromSeconds(20); await Task.Delay(20))
        {
            // Not while it still reads its file.
            if (await RedisLine.PingAsync(Port) is { } answer && !answer.StartsWith("-LOADING", StringComparison.Ordinal))
                return;
        }

        throw new TimeoutException("redis-server does not answer.");
    }
}
