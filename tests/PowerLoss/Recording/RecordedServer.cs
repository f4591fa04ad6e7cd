namespace SessionGrains.PowerLoss.Tests;

/// <summary>The server, and with it a <c>redis-server</c> if it stores there, both under one recorder.</summary>
internal sealed class RecordedServer : IAsyncDisposable
{
    private readonly Process _recorder;
    private readonly string _folder;
    private readonly List<string> _lines = [];

    private readonly int? _redisPort;

    private RecordedServer(Process recorder, string folder, int? redisPort) => (_recorder, _folder, _redisPort) = (recorder, folder, redisPort);

    public int Port { get; } = FreePort.Next();

    private string Output
    {
        get
        {
            lock (_lines)
                return string.Join('\n', _lines);
        }
    }

    private string TraceFile => Path.Combine(_folder, "trace");

    private string DataFolder => Path.Combine(_folder, "data");

    public static async Task<RecordedServer> StartAsync(RecordedShape shape)
    {
        var folder = Directory.CreateTempSubdirectory("session-grains-power-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        var redisPort = FreePort.Next();
        var recorder = new Process { StartInfo = Strace.Record(Path.Combine(folder, "trace"), Command(shape, folder, redisPort), shape.Injected) };
        recorder.StartInfo.WorkingDirectory = folder;
        foreach (var (name, value) in shape.Environment)
            recorder.StartInfo.Environment[name] = value;
        var server = new RecordedServer(recorder, folder, shape.IsRedis ? redisPort : null);

        // Else .NET maps each piece of compiled code twice, and every mapping is recorded.
        recorder.StartInfo.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        recorder.StartInfo.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{server.Port}";
        recorder.OutputDataReceived += server.Keep;
        recorder.ErrorDataReceived += server.Keep;
        recorder.Start();
        recorder.BeginOutputReadLine();
        recorder.BeginErrorReadLine();
        try
        {
            if (shape.IsRedis)
                await server.RedisAnswersAsync(redisPort);
            await server.ReadyAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes Redis rewrite its log, as it does when the log has doubled: a new base, a new increment, another manifest.</summary>
    public Task RewriteLogAsync() => _redisPort is { } port ? RedisLine.SendAsync(port, "BGREWRITEAOF") : Task.CompletedTask;

    /// <summary>Stops the server in order, then Redis, and reads what was recorded.</summary>
    public async Task<RecordedRun> StopAsync()
    {
        await TerminateAsync("server.pid");
        await TerminateAsync("redis.pid");
        using var patience = new CancellationTokenSource(Deadline.Patience);
        await _recorder.WaitForExitAsync(patience.Token);
        return RecordedRun.Of(await File.ReadAllBytesAsync(TraceFile, CancellationToken.None), DataFolder);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_recorder.HasExited)
        {
            foreach (var process in new[] { Find("server.pid"), Find("redis.pid") }.OfType<int>())
                RunningProcess.Kill(process);
            _recorder.Kill(entireProcessTree: true);
            await _recorder.WaitForExitAsync();
        }

        _recorder.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The shell leaves its process to the server, and starts it when Redis answers.</summary>
    private static string Command(RecordedShape shape, string folder, int redisPort)
    {
        var api = $"echo $$ > server.pid; exec '{Path.Combine(Executables.Folder, "SessionGrains.Api")}' --Cluster:Mode=Embedded --Operator:ApiKey={RunningProcess.OperatorKey} {string.Join(' ', shape.Settings)}";
        return shape.Redis is null
            ? $"{api} --Storage:Provider=Sqlite --Storage:Sqlite:Path='{folder}/data/sessions.db' --Storage:Sqlite:MaxBytes={RecordedShape.MaxBytes}"
            : $"redis-server --port {redisPort} --bind 127.0.0.1 --dir '{folder}/data' --save '' --maxmemory-policy noeviction {string.Join(' ', shape.Redis)} & echo $! > redis.pid; "
                + $"while [ ! -e go ]; do sleep 0.1; done; {api} --Storage:Provider=Redis --ConnectionStrings:Redis=127.0.0.1:{redisPort}";
    }

    private async Task RedisAnswersAsync(int port)
    {
        await Deadline.UntilAsync(() => RedisImageServer.AnswersAsync(port), () => $"redis-server does not answer:\n{Output}");
        await File.WriteAllTextAsync(Path.Combine(_folder, "go"), "");
    }

    private async Task ReadyAsync()
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Port}") };
        await Deadline.UntilAsync(
            async () =>
            {
                if (_recorder.HasExited)
                    Assert.Fail($"The server has ended:\n{Output}");
                return await http.IsReadyAsync();
            },
            () => $"the server is not ready:\n{Output}");
    }

    private async Task TerminateAsync(string pidFile)
    {
        if (Find(pidFile) is not { } process)
            return;

        RunningProcess.Terminate(process);
        await Deadline.UntilAsync(() => !RunningProcess.IsAlive(process), () => $"process {process} does not stop:\n{Output}");
    }

    /// <summary>The process that has written its number there; null: none has.</summary>
    private int? Find(string pidFile)
    {
        var path = Path.Combine(_folder, pidFile);
        return File.Exists(path) && int.TryParse(File.ReadAllText(path), out var process) ? process : null;
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_lines)
        {
            if (line.Data is not null)
                _lines.Add(line.Data);
        }
    }
}
