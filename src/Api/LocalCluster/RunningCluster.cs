using SessionGrains.Silo.Clustering.Localhost;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Api.LocalCluster;

/// <summary>
/// The processes of a local cluster from start to end. A process that exits is reported and not restarted: the purpose of a local cluster is to watch how the others
/// continue without it.
/// </summary>
internal sealed class RunningCluster(LaunchPlan plan, TextWriter output) : IAsyncDisposable
{
    /// <summary>When a silo is killed, each other one logs pages of warnings; the one line about it here is enough. A user's setting comes later and wins.</summary>
    private const string OrleansLogLevel = "--Logging:LogLevel:Orleans=Error";

    public const string NodeProgram = "SessionGrains.Api";
    public const string SiloProgram = "SessionGrains.Silo";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan FrontDoorGrace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan HostGrace = TimeSpan.FromSeconds(30);

    private readonly List<ChildProcess> _children = [];
    private readonly IReadOnlyList<string> _nodeUrls = plan.Hosts == SessionHosts.Nodes ? [.. plan.FreeNodeUrls()] : [];
    private readonly FrontDoorProbe _frontDoor = new(plan.FrontDoor);

    private IEnumerable<ChildProcess> Hosts => _children.SkipLast(1);

    private ChildProcess FrontDoor => _children[^1];

    /// <summary>Starts all processes, watches them until <paramref name="stopping"/> and stops them. Returns 1 when the start failed or no process was left.</summary>
    public async Task<int> RunAsync(CancellationToken stopping)
    {
        var file = MembershipFile.Open(plan.Cluster);
        RefuseSecondCluster(file);
        Start();
        try
        {
            if (!await ReadyAsync(file, stopping))
            {
                foreach (var child in _children.Where(static child => !child.HasExited))
                    child.Mute();

                return stopping.IsCancellationRequested ? 0 : 1;
            }

            await output.WriteLineAsync(ClusterTable.Render(plan, LocalSilo.Members(file), [.. Hosts], _nodeUrls, FrontDoor));
            await WatchAsync(file, stopping);
            return stopping.IsCancellationRequested ? 0 : 1;
        }
        finally
        {
            await StopAsync();
        }
    }

    public ValueTask DisposeAsync()
    {
        _frontDoor.Dispose();
        foreach (var child in _children)
            child.Dispose();

        return ValueTask.CompletedTask;
    }

    private void RefuseSecondCluster(MembershipFile file)
    {
        var running = LocalSilo.Members(file).Where(static silo => !LocalPort.IsFree(silo.Port)).ToList();
        if (running.Count > 0)
        {
            throw new StartRefusedException($"the cluster '{plan.Cluster.ClusterId}' is running already ({string.Join(", ", running.Select(static silo => $"silo on port {silo.Port}, pid {silo.ProcessId}"))}): "
                + "stop it, or give this one another name with --Cluster:ClusterId=NAME.");
        }
    }

    private void Start()
    {
        string[] common =
        [
            OrleansLogLevel, "--Cluster:Mode=Localhost", $"--{StdinShutdown.Key}=true", $"--Cluster:ClusterId={plan.Cluster.ClusterId}",
            $"--Cluster:ServiceId={plan.Cluster.ServiceId}", $"--Cluster:Directory={plan.Cluster.Directory}", .. plan.Settings,
        ];
        output.WriteLine($"Starting {plan.Count} {plan.HostName}{(plan.Count == 1 ? "" : "s")} and a front door …");
        for (var number = 1; number <= plan.Count; number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{plan.HostName}-{number}");
            _children.Add(plan.Hosts == SessionHosts.Silos
                ? ChildProcess.Start(name, SiloProgram, common, output)
                : ChildProcess.Start(name, NodeProgram, [.. common, "--Cluster:Role=Node", $"--urls={_nodeUrls[number - 1]}"], output));
        }

        _children.Add(ChildProcess.Start("api", NodeProgram, [.. common, "--Cluster:Role=FrontDoor", $"--urls={plan.Urls}"], output));
    }

    /// <summary>Waits until every node or silo is a member and the front door is ready. False when a process exited, or on <paramref name="stopping"/>.</summary>
    private async Task<bool> ReadyAsync(MembershipFile file, CancellationToken stopping)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (await PauseAsync(stopping))
        {
            if (_children.Find(static child => child.HasExited) is { } ended)
            {
                await output.WriteLineAsync($"{ended.Name} ended with exit code {ended.ExitCode} before the cluster was up: ending the others.");
                return false;
            }

            var members = LocalSilo.Members(file).Select(static silo => silo.ProcessId).ToHashSet();
            var missing = Hosts.Where(silo => !members.Contains(silo.Id)).Select(static silo => silo.Name).ToList();
            if (missing.Count == 0 && await _frontDoor.AnswersAsync(stopping))
                return true;

            if (TimeProvider.System.GetElapsedTime(since) > ProgressInterval)
            {
                await output.WriteLineAsync($"Still starting, waiting for {(missing.Count > 0 ? string.Join(", ", missing) : "the front door")} …");
                since = TimeProvider.System.GetTimestamp();
            }
        }

        return false;
    }

    /// <summary>Reports processes that exit and silos that join or leave, until <paramref name="stopping"/> or until no process is left.</summary>
    private async Task WatchAsync(MembershipFile file, CancellationToken stopping)
    {
        var running = _children.ToList();
        var known = LocalSilo.Members(file).ToHashSet();
        while (running.Count > 0 && await PauseAsync(stopping))
        {
            foreach (var ended in running.Where(static child => child.HasExited).ToList())
            {
                running.Remove(ended);
                await output.WriteLineAsync($"{ended.Name} (pid {ended.Id}) ended with exit code {ended.ExitCode}; {running.Count} of {_children.Count} processes go on.");
            }

            var members = LocalSilo.Members(file).ToHashSet();
            foreach (var joined in members.Except(known))
                await output.WriteLineAsync($"Silo joined: pid {joined.ProcessId}, port {joined.Port}, gateway {joined.GatewayPort}; the cluster has {members.Count} now.");

            foreach (var left in known.Except(members))
                await output.WriteLineAsync($"Silo left: pid {left.ProcessId}, port {left.Port}; the cluster has {members.Count} now.");

            known = members;
        }
    }

    /// <summary>Stops the front door first, so that no request meets a stopping node or silo. Processes that do not exit in time are killed.</summary>
    private async Task StopAsync()
    {
        if (_children.TrueForAll(static child => child.HasExited))
            return;

        await output.WriteLineAsync("Stopping …");
        await EndAsync([FrontDoor], FrontDoorGrace);
        await EndAsync([.. Hosts], HostGrace);
        await output.WriteLineAsync("Stopped.");
    }

    private async Task EndAsync(List<ChildProcess> children, TimeSpan grace)
    {
        var gone = Task.WhenAll(children.Select(static child => child.Exited));
        children.ForEach(static child => child.RequestStop());
        await Task.WhenAny(gone, Task.Delay(grace, TimeProvider.System));
        foreach (var late in children.Where(static child => !child.HasExited))
        {
            await output.WriteLineAsync($"{late.Name} (pid {late.Id}) did not stop within {grace.TotalSeconds:0} s: killed.");
            late.Kill();
        }

        await gone;
    }

    private static async Task<bool> PauseAsync(CancellationToken stopping)
    {
        try
        {
            await Task.Delay(PollInterval, TimeProvider.System, stopping);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
