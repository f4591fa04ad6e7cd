using SessionGrains.TestKit;

namespace SessionGrains.Bench.Cost;

/// <summary>The processes of one subject, ready to be asked.</summary>
internal sealed class RunningSubject : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<SubjectProcess> _processes = [];
    private readonly SubjectSettings _settings;
    private readonly string _folder;

    /// <summary>Empty: ASP.NET watches its working directory, and would be told of every write of Redis in there.</summary>
    private readonly string _work;
    private readonly RuntimeProbe _probe;

    /// <summary>Where its own processes answer.</summary>
    private readonly IReadOnlyList<IPEndPoint> _servers;

    private RunningSubject(Subject subject, SubjectSettings settings)
    {
        Subject = subject;
        _settings = settings;
        _folder = Directory.CreateDirectory(Path.Combine(settings.Folder, subject.Name)).FullName;
        _work = Directory.CreateDirectory(Path.Combine(_folder, "work")).FullName;
        _servers = [.. Enumerable.Range(0, subject.Kind == SubjectKind.Nodes ? subject.Silos : 1).Select(static _ => NextAddress())];
        Endpoints = subject.Front == FrontKind.None ? _servers : [NextAddress()];
        _probe = new RuntimeProbe(Directory.CreateDirectory(Path.Combine(_folder, "probes")).FullName);
    }

    public Subject Subject { get; }

    /// <summary>Where it is asked: several addresses for nodes without a front.</summary>
    public IReadOnlyList<IPEndPoint> Endpoints { get; }

    /// <summary>How long it took from the start of its own processes, which find Redis running, until it was ready.</summary>
    public TimeSpan Startup { get; private set; }

    /// <summary>Starts the subject and waits until it answers.</summary>
    /// <exception cref="InvalidOperationException">It did not start; the message has its last words.</exception>
    public static async Task<RunningSubject> StartAsync(Subject subject, SubjectSettings settings, CancellationToken cancellation)
    {
        var running = new RunningSubject(subject, settings);
        try
        {
            await running.StartAsync(cancellation);
            return running;
        }
        catch
        {
            running.Dispose();
            throw;
        }
    }

    /// <summary>Processor time so far by role, over all processes of the subject.</summary>
    public IReadOnlyDictionary<string, TimeSpan> ReadProcessorTimes() => _processes.GroupBy(static process => process.Role)
        .ToDictionary(static role => role.Key, static role => TimeSpan.FromTicks(role.Sum(static process => ProcessAccount.ReadProcessorTime(process.Id).Ticks)));

    /// <summary>Bytes in RAM by role.</summary>
    public IReadOnlyDictionary<string, long> ReadResidentBytes() => _processes.GroupBy(static process => process.Role)
        .ToDictionary(static role => role.Key, static role => role.Sum(static process => ProcessAccount.ReadResidentBytes(process.Id)));

    /// <summary>What the runtimes of front door and silos together have allocated and hold.</summary>
    public async Task<RuntimeReading> ReadRuntimesAsync(bool collect = false)
    {
        var sum = new RuntimeReading(0, 0, 0);
        foreach (var process in _processes.Where(static process => process.Role is not ("redis" or Front.Role)))
        {
            var reading = await _probe.ReadAsync(process.Id, collect);
            sum = new RuntimeReading(sum.AllocatedBytes + reading.AllocatedBytes, sum.HeapBytes + reading.HeapBytes, sum.CompilerMicroseconds + reading.CompilerMicroseconds);
        }

        return sum;
    }

    public void Dispose()
    {
        foreach (var process in Enumerable.Reverse(_processes))
            process.Dispose();

        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartAsync(CancellationToken cancellation)
    {
        var redisPort = FreePort.Next();
        if (Subject.Fsync is { } fsync)
        {
            _processes.Add(Redis.Start(_settings.RedisServer ?? throw new InvalidOperationException("There is no redis-server."), _settings.Cores, _folder, redisPort, fsync));
            await UntilAsync(() => Redis.AnswersAsync(redisPort), cancellation);
        }

        var began = TimeProvider.System.GetTimestamp();
        var url = $"--urls=http://{_servers[0]}";
        var redis = $"--ConnectionStrings:Redis=127.0.0.1:{redisPort}";
        switch (Subject.Kind)
        {
            case SubjectKind.Floor:
                Start("api", Executables.Floor, [url, .. Tuning()]);
                break;
            case SubjectKind.Rival:
                Start("api", Executables.Rival, [url, redis, .. Tuning()]);
                break;
            case SubjectKind.Embedded:
                Start("api", Program(Executables.Api), [url, redis, $"--Storage:Provider={Subject.Store}", $"--Storage:Sqlite:Path={Path.Combine(_folder, "sessions.db")}", .. Sessions()]);
                break;
            case SubjectKind.Nodes:
                foreach (var endpoint in _servers)
                    Start("node", Program(Executables.Api), [$"--urls=http://{endpoint}", redis, .. Member(), "--Operator:ApiKey=a-key-that-nobody-asks-for", .. Sessions()]);

                break;
            default:
                for (var silo = 0; silo < Subject.Silos; silo++)
                    Start("silo", Program(Executables.Silo), [redis, .. Member(), .. Sessions()]);

                await UntilAsync(() => Task.FromResult(_processes.Where(static process => process.Role == "silo").All(static silo => silo.Output.Contains("Silo up", StringComparison.Ordinal))), cancellation);
                Start("api", Program(Executables.Api), url, redis, "--Cluster:Mode=Redis", "--Cluster:Role=FrontDoor", "--Operator:ApiKey=a-key-that-nobody-asks-for");
                break;
        }

        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        foreach (var endpoint in _servers)
            await UntilAsync(() => IsReadyAsync(http, endpoint), cancellation);

        Startup = TimeProvider.System.GetElapsedTime(began);
        if (Subject.Front == FrontKind.None)
            return;

        _processes.Add(Front.Start(Subject.Front, _settings.Cores, _folder, Endpoints[0], _servers));
        await UntilAsync(() => IsReadyAsync(http, Endpoints[0]), cancellation);
    }

    private static IPEndPoint NextAddress() => new(IPAddress.Loopback, FreePort.Next());

    private IEnumerable<string> Tuning() => Subject.IsTuned ? ["--Inline=true"] : [];

    /// <summary>What a silo on this machine says to be found by the others.</summary>
    private static string[] Member() =>
        ["--Cluster:Mode=Redis", $"--Cluster:SiloPort={FreePort.Next()}", $"--Cluster:GatewayPort={FreePort.Next()}", "--Cluster:AdvertisedIPAddress=127.0.0.1"];

    private IEnumerable<string> Sessions() =>
        [$"--Sessions:Durability={Subject.Durability}", $"--Sessions:IdleTimeout={_settings.Timeout}", $"--Sessions:NoProgressTimeout={_settings.Timeout}"];

    private string Program(string name) => Path.Combine(Subject.Build ?? Executables.Build, name);

    private void Start(string role, string program, params IEnumerable<string> arguments) =>
        _processes.Add(SubjectProcess.Start(role, _settings.Cores, program, arguments, _work, Environment(), asBatch: Subject.IsTuned));

    /// <summary>What the project files of ours say to the runtime, a tuned one is told here.</summary>
    private Dictionary<string, string> Environment()
    {
        var environment = new Dictionary<string, string>(_probe.Environment);
        if (Subject.IsTuned)
            environment["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0";

        if (Subject.Build is null)
        {
            foreach (var (name, value) in _settings.Environment)
                environment[name] = value;
        }

        return environment;
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, IPEndPoint endpoint)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri($"http://{endpoint}/health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task UntilAsync(Func<Task<bool>> isSo, CancellationToken cancellation)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            if (_processes.FirstOrDefault(static process => process.HasExited) is { } dead)
                throw new InvalidOperationException($"The {dead.Role} of {Subject.Name} ended: {dead.Output}");
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
                throw new InvalidOperationException($"{Subject.Name} did not get ready within {Patience.TotalSeconds:F0} s. {string.Join('\n', _processes.Select(static process => $"{process.Role}: {process.Output}"))}");

            await Task.Delay(50, cancellation);
        }
    }
}
