namespace SessionGrains.Faults.Tests;

/// <summary>Redis and three silos with front doors, or three nodes, each on a machine of its own. Those that end are started again.</summary>
internal sealed class PartitionedService : IAsyncDisposable
{
    public const string RedisNode = "redis";
    private const int RedisPort = 6379;
    private const int SiloPort = 11111;
    private const int GatewayPort = 30000;
    private const int HttpPort = 8080;

    private static readonly string[] SiloNodes = ["silo-1", "silo-2", "silo-3"];

    private readonly string _name = $"partitions-{DateTime.UtcNow:yyyyMMdd-HHmmss}";
    private readonly string[] _doorNodes;
    private readonly string[] _settings;
    private readonly Proxies? _proxies;
    private readonly List<SupervisedProcess> _silos = [];
    private readonly List<SupervisedProcess> _doors = [];
    private RunningProcess? _redis;

    private PartitionedService(TimeSpan idleTimeout, int frontDoors, bool slow, Func<FaultNetwork, string[]>? more)
    {
        _doorNodes = [.. Enumerable.Range(1, frontDoors).Select(static door => $"door-{door}")];
        Network = new FaultNetwork([RedisNode, .. SiloNodes, .. _doorNodes]);
        _proxies = slow ? new Proxies(Network, [(RedisNode, RedisPort), .. SiloNodes.SelectMany(static silo => new[] { (silo, SiloPort), (silo, GatewayPort) })]) : null;
        Membership = new MembershipRows($"{Network[RedisNode].Address}:{RedisPort}");
        _settings =
        [
            "--Cluster:Mode=Redis", "--Storage:Provider=Redis", $"--ConnectionStrings:Redis={Network[RedisNode].Address}:{RedisPort}", $"--Sessions:IdleTimeout={idleTimeout:c}",
            .. more?.Invoke(Network) ?? [],
        ];
    }

    public FaultNetwork Network { get; }

    /// <summary>Whether each silo is a node, which players reach themselves.</summary>
    public bool HasNodes => _doorNodes.Length == 0;

    public string Shape => HasNodes ? $"{SiloNodes.Length} nodes" : $"{SiloNodes.Length} silos, {_doorNodes.Length} front doors";

    /// <summary>Of the front doors or nodes.</summary>
    public IReadOnlyList<Uri> Addresses => [.. (HasNodes ? SiloNodes : _doorNodes).Select(door => new Uri($"http://{Network[door].Address}:{HttpPort}"))];

    /// <summary>The silos as they see each other.</summary>
    public MembershipRows Membership { get; }

    /// <summary>How often silos and front doors have ended and were started again.</summary>
    public int Restarts => _silos.Concat(_doors).Sum(static one => one.Restarts);

    private string Output => string.Join('\n', _silos.Concat(_doors).Select(static one => one.WholeOutput));

    /// <param name="idleTimeout">Of sessions.</param>
    /// <param name="frontDoors">0: the silos are nodes.</param>
    /// <param name="slow">All connections lead through proxies that can be made slow.</param>
    /// <param name="more">Settings for all processes.</param>
    public static async Task<PartitionedService> StartAsync(TimeSpan idleTimeout, int frontDoors, bool slow, Func<FaultNetwork, string[]>? more = null)
    {
        var service = new PartitionedService(idleTimeout, frontDoors, slow, more);
        try
        {
            await service.StartAsync();
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>All silos are up and members, and all front doors ready.</summary>
    public async Task CompleteAsync()
    {
        await Membership.SettledAsync(SiloNodes.Length);
        await Deadline.UntilAsync(() => HasNodes || _silos.TrueForAll(static silo => silo.Output.Contains("Silo up", StringComparison.Ordinal)), () => $"a silo is not up. {KeepOutput()}");
        foreach (var address in Addresses)
        {
            using var door = new HttpClient { BaseAddress = address };
            await Deadline.UntilAsync(door.IsReadyAsync, () => $"{address} is not ready. {KeepOutput()}");
        }
    }

    /// <summary>Fails when a process wrote what no log may hold.</summary>
    public void AssertNothingLeaked() => Assert.Empty(LogSecrets.FindIn(Output, _settings));

    /// <summary>Writes the output of the processes to a file next to the tests. Returns where it is.</summary>
    public string KeepOutput() => TestLog.Keep(_name, Output);

    /// <summary>Adds a line to a file next to the tests.</summary>
    public void Record(string line) => File.AppendAllText(TestLog.PathOf(_name + ".md"), line + "\n");

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _silos.Concat(_doors))
            await process.DisposeAsync();

        _redis?.Dispose();
        _proxies?.Dispose();
        Network.Dispose();
    }

    private async Task StartAsync()
    {
        _redis = Network[RedisNode].Start(ProgramPath.Find("redis-server")!,
        [
            "--port", $"{RedisPort}", "--bind", Network[RedisNode].Address, "--protected-mode", "no", "--dir", Network.Folder, "--appendonly", "yes", "--appendfsync", "always",
            "--save", "", "--maxmemory-policy", "noeviction",
        ]);
        await _redis.WaitForLineAsync("Ready to accept connections");
        _silos.AddRange(SiloNodes.Select(silo => new SupervisedProcess(() => StartSiloOn(silo, $"--Cluster:AdvertisedIPAddress={Network[silo].Address}"))));
        _doors.AddRange(_doorNodes.Select(door => new SupervisedProcess(() => StartApiOn(door, "FrontDoor"))));
        await CompleteAsync();
    }

    private RunningProcess StartSiloOn(string node, string address) => HasNodes ? StartApiOn(node, "Node", address) : StartOn(node, "SessionGrains.Silo", address);

    private RunningProcess StartApiOn(string node, string role, params string[] args) => StartOn(
        node, "SessionGrains.Api", [$"--Cluster:Role={role}", $"--urls=http://{Network[node].Address}:{HttpPort}", $"--Operator:ApiKey={RunningProcess.OperatorKey}", .. args]);

    private RunningProcess StartOn(string node, string program, params string[] args) =>
        Network[node].Start(Path.Combine(Executables.Folder, program), [.. args, .. _settings]);
}
