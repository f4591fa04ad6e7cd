namespace SessionGrains.Abuse.Tests;

/// <summary>The built program as a stranger meets it: processes of its own, Production, a key for operators, little memory, a store that lasts.</summary>
internal sealed class AttackedService : IAsyncDisposable
{
    public const string OperatorKey = "an-operator-key-under-attack";

    private readonly string _folder = Directory.CreateTempSubdirectory("session-grains-abuse-").FullName;
    private readonly List<RunningProcess> _processes = [];
    private RedisProcess? _redis;

    private AttackedService()
    {
    }

    public int Port { get; } = FreePort.Next();

    public ProcessAccount Account { get; private set; } = new([]);

    public bool IsAlive => _processes.TrueForAll(static one => !one.HasExited);

    private string Database => Path.Combine(_folder, "sessions.db");

    public static async Task<AttackedService> StartAsync(ServiceShape shape)
    {
        var service = new AttackedService();
        try
        {
            await service.BeginAsync(shape);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Bytes in the store; nobody may write meanwhile.</summary>
    public Task<long> StoredAsync() => _redis is null ? Task.FromResult(StoredBytes.OfSqlite(Database)) : StoredBytes.OfRedisAsync(_redis);

    /// <summary>Writes the output of the processes to a file next to the tests. Returns where it is.</summary>
    public string KeepOutput() => TestLog.Keep(Path.GetFileName(_folder), string.Join('\n', _processes.Select(static one => $"--- {one.Id}\n{one.Output}")));

    public async ValueTask DisposeAsync()
    {
        _processes.ForEach(static one => one.Dispose());
        if (_redis is not null)
            await _redis.DisposeAsync();

        Directory.Delete(_folder, recursive: true);
    }

    private async Task BeginAsync(ServiceShape shape)
    {
        if (shape.IsOnRedis)
            _redis = await RedisProcess.StartAsync("--maxmemory", "256mb", "--appendfsync", "everysec");

        string[] settings =
        [
            $"--Cluster:Directory={_folder}", $"--Operator:ApiKey={OperatorKey}", $"--Storage:Provider={(_redis is null ? "Sqlite" : "Redis")}",
            _redis is null ? $"--Storage:Sqlite:Path={Database}" : $"--ConnectionStrings:Redis={_redis.ConnectionString}",
            $"--Cluster:Mode={(shape.HasSiloOfItsOwn ? "Localhost" : "Embedded")}", .. shape.Settings,
        ];
        if (shape.HasSiloOfItsOwn)
            await Run("SessionGrains.Silo", shape, [.. settings, $"--Cluster:SiloPort={FreePort.Next()}", $"--Cluster:GatewayPort={FreePort.Next()}"]).WaitForLineAsync("Silo up");

        var door = Run("SessionGrains.Api", shape, [.. settings, $"--Cluster:Role={(shape.HasSiloOfItsOwn ? "FrontDoor" : "Node")}", $"--urls=http://127.0.0.1:{Port}"]);
        Account = new ProcessAccount([.. _processes.Select(static one => one.Id)]);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Port}") };
        await Deadline.UntilAsync(async () => door.HasExited || await http.IsReadyAsync(), () => $"not ready: {door.Output}");
        Assert.False(door.HasExited, door.Output);
    }

    /// <summary>Through env(1), which becomes the program: other tests' processes keep their environment.</summary>
    private RunningProcess Run(string program, ServiceShape shape, IEnumerable<string> settings)
    {
        var process = RunningProcess.Start("/usr/bin/env",
        [
            "ASPNETCORE_ENVIRONMENT=Production", "DOTNET_ENVIRONMENT=Production", $"DOTNET_GCHeapHardLimit=0x{shape.HeapMegabytes * 1024L * 1024:X}",
            Path.Combine(Executables.Folder, program), .. settings,
        ]);
        _processes.Add(process);
        return process;
    }
}
