namespace SessionGrains.Faults.Tests;

/// <summary>The real processes of one service, which may be killed, paused and started again one by one.</summary>
internal sealed class ServiceUnderTest : IAsyncDisposable
{
    private readonly ServiceShape _shape;
    private readonly (int Silo, int Gateway)[] _siloPorts;
    private readonly int[] _nodePorts;
    private readonly RunningProcess?[] _silos;
    private readonly RunningProcess?[] _doors;
    private readonly List<string> _lastWords = [];

    private ServiceUnderTest(ServiceShape shape, string folder)
    {
        _shape = shape;
        Folder = folder;
        _nodePorts = [.. Enumerable.Range(0, shape.HasNodes ? shape.Silos : 0).Select(static _ => FreePort.Next())];
        Ports = shape.FrontDoors == 0 ? _nodePorts : [.. Enumerable.Range(0, shape.FrontDoors).Select(static _ => FreePort.Next())];
        _siloPorts = [.. Enumerable.Range(0, shape.Silos).Select(static _ => (FreePort.Next(), FreePort.Next()))];
        _silos = new RunningProcess?[shape.Silos];
        _doors = new RunningProcess?[shape.FrontDoors];
    }

    /// <summary>Of this service alone: its membership and its database.</summary>
    public string Folder { get; }

    /// <summary>Where the front doors listen, or the nodes if there are none; the same after a restart.</summary>
    public IReadOnlyList<int> Ports { get; }

    public int Silos => _silos.Length;

    /// <summary>The folder of the programs that are started from now on: another build for an update.</summary>
    public string Build { get; set; } = Executables.Folder;

    /// <summary>What the processes wrote: those that have gone and those that run.</summary>
    public string Output => string.Join('\n', _lastWords.Concat(_silos.Concat(_doors).OfType<RunningProcess>().Select(static one => LastWords(one))));

    /// <summary>Those whose running process wrote this.</summary>
    public int[] SilosThatWrote(string text) => [.. Enumerable.Range(0, Silos).Where(silo => _silos[silo]?.Output.Contains(text, StringComparison.Ordinal) == true)];

    public static string NewFolder() => Directory.CreateTempSubdirectory("session-grains-faults-").FullName;

    /// <param name="folder">For its files.</param>
    /// <param name="shape">Its processes.</param>
    /// <param name="build">As <see cref="Build"/>; null: the build of the tests.</param>
    public static async Task<ServiceUnderTest> StartAsync(string folder, ServiceShape shape, string? build = null)
    {
        var service = new ServiceUnderTest(shape, folder) { Build = build ?? Executables.Folder };
        try
        {
            await Task.WhenAll(Enumerable.Range(0, shape.Silos).Select(service.StartSiloAsync));
            await Task.WhenAll(Enumerable.Range(0, shape.FrontDoors).Select(service.StartFrontDoorAsync));
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Fails when a process wrote what no log may hold.</summary>
    public void AssertNothingLeaked()
    {
        var leaks = LogSecrets.FindIn(Output, _shape.Settings);
        Assert.True(leaks.Count == 0, leaks.Count == 0 ? "" : $"{leaks.Count} lines hold an id or a key, the first: {leaks[0]}");
    }

    /// <summary>Writes the output of the processes to a file next to the tests. Returns where it is.</summary>
    public string KeepOutput() => TestLog.Keep(Path.GetFileName(Folder), Output);

    public Task StartSiloAsync(int silo)
    {
        // A silo keeps its address over a restart, as a container does.
        var (port, gateway) = _siloPorts[silo];
        string[] ports = [$"--Cluster:SiloPort={port}", $"--Cluster:GatewayPort={gateway}"];
        if (!_shape.HasNodes)
        {
            _silos[silo] = Start("SessionGrains.Silo", ports);
            return _silos[silo]!.WaitForLineAsync("Silo up");
        }

        _silos[silo] = StartApi("Node", _nodePorts[silo], ports);
        return ReadyAsync(_nodePorts[silo]);
    }

    /// <summary>What the running process of a silo wrote.</summary>
    public string OutputOf(int silo) => _silos[silo]!.Output;

    public void KillSilo(int silo) => Kill(ref _silos[silo]);

    /// <summary>Stops a silo with SIGTERM and waits until it has ended.</summary>
    public Task<int> StopSiloAsync(int silo)
    {
        _silos[silo]!.Terminate();
        return _silos[silo]!.WaitForExitAsync();
    }

    public void PauseSilo(int silo) => _silos[silo]!.Pause();

    /// <summary>Lets a paused silo go on. One that was declared dead meanwhile ends itself; then it is started again.</summary>
    public async Task ResumeSiloAsync(int silo, TimeSpan watch)
    {
        _silos[silo]!.Resume();
        for (var began = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(began) < watch; await Task.Delay(100))
        {
            if (!_silos[silo]!.HasExited)
                continue;

            Kill(ref _silos[silo]);
            await StartSiloAsync(silo);
            return;
        }
    }

    public void KillFrontDoor(int door) => Kill(ref _doors[door]);

    public async Task StartFrontDoorAsync(int door)
    {
        _doors[door] = StartApi(_shape.Silos == 0 ? "Node" : "FrontDoor", Ports[door], []);
        await ReadyAsync(Ports[door]);
    }

    public ValueTask DisposeAsync()
    {
        foreach (ref var one in _silos.AsSpan())
            Kill(ref one);

        foreach (ref var one in _doors.AsSpan())
            Kill(ref one);

        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private RunningProcess StartApi(string role, int port, string[] args) =>
        Start("SessionGrains.Api", [$"--Cluster:Role={role}", $"--urls=http://127.0.0.1:{port}", $"--Operator:ApiKey={RunningProcess.OperatorKey}", .. args]);

    private async Task ReadyAsync(int port)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await Deadline.UntilAsync(http.IsReadyAsync, () => $"the process on port {port} is not ready. {KeepOutput()}");
    }

    private RunningProcess Start(string program, IEnumerable<string> args) =>
        RunningProcess.StartFile(Path.Combine(Build, program), [.. args, $"--Cluster:Directory={Folder}", $"--Storage:Sqlite:Path={Path.Combine(Folder, "sessions.db")}", .. _shape.Settings]);

    private void Kill(ref RunningProcess? process)
    {
        if (process is null)
            return;

        _lastWords.Add(LastWords(process));
        process.Dispose();
        process = null;
    }

    private static string LastWords(RunningProcess process) => $"--- {process.Id}\n{process.Output}";
}
