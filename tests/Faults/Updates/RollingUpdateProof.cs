using static SessionGrains.Faults.Tests.CrowdOfFaults;

namespace SessionGrains.Faults.Tests;

/// <summary>
/// Three nodes on Redis behind the deployed HAProxy, and a crowd that plays: each node in turn is replaced by one of another build, and then each by one of the first again
/// (docs/compatibility.md#updates). <c>deploy/rolling-update.sh</c> runs it between two commits.
/// </summary>
[Collection(FaultRuns.Name)]
public sealed class RollingUpdateProof(ITestOutputHelper output) : IDisposable
{
    private const int Players = 30;

    /// <summary>HAProxy takes a node out of its turn after two checks, a second apart.</summary>
    private const string DrainDelay = "--Shutdown:DrainDelay=00:00:03";

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    /// <summary>From the signal to the readiness of its successor, of each node.</summary>
    private readonly List<TimeSpan> _replaced = [];

    private readonly string _copy = Directory.CreateTempSubdirectory("session-grains-build-").FullName;

    public void Dispose() => Directory.Delete(_copy, recursive: true);

    [UpdateFact]
    public async Task An_update_to_another_build_node_by_node_and_back_fails_no_request_and_loses_no_event()
    {
        var first = await Build.InAsync(FaultSettings.FirstBuild ?? Executables.Folder);
        var second = FaultSettings.OtherBuild is { } folder ? await Build.InAsync(folder) : await first.CopyWithAnotherVersionAsync(_copy);
        Assert.NotEqual(first.Version, second.Version);

        await using var redis = await RedisProcess.StartAsync();
        var shape = Shapes.Nodes(redis, Shapes.IdleTimeout);
        await using var service = await ServiceUnderTest.StartAsync(ServiceUnderTest.NewFolder(), shape with { Settings = [.. shape.Settings, DrainDelay] }, first.Folder);
        var port = FreePort.Next();
        using var front = DeployedFront.Start(service.Folder, port, service.Ports);
        using var server = Reach([port]);
        using var player = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await Deadline.UntilAsync(player.IsReadyAsync, () => $"HAProxy does not answer: {front.Output}");
        var reads = new OperatorReads();
        var crowd = Of(server, Players);
        crowd.Come();
        await Task.Delay(Between);

        await ReplaceAllAsync(service, second, reads);
        var there = crowd.Answers.Total;
        await ReplaceAllAsync(service, first, reads);
        await Task.Delay(Between);
        await crowd.LeaveAsync();
        var ledger = await new Reconciler(server) { IdleTimeout = Shapes.IdleTimeout }.CompareMarkedAsync(crowd.Sessions);

        output.WriteLine($"{first.Version} -> {second.Version} -> {first.Version}, seed {FaultSettings.Seed}: requests {there} there and {crowd.Answers.Total - there} back, failed {crowd.Answers.Failures}; "
            + $"{Figures(ledger, crowd.Answers)}; operators' reads {reads.Count}, failed {reads.Failures.Count}; slowest answer {Text(crowd.Answers.LongestWait)} (0.0: below 1 s); each node replaced within {string.Join(", ", _replaced.Select(Text))}");
        if (ledger.Complaints.Count > 0 || crowd.Answers.Failures > 0 || reads.Failures.Count > 0)
            output.WriteLine($"{ledger.Worst}\n{string.Join('\n', reads.Failures.Distinct())}\n{service.KeepOutput()}");

        service.AssertNothingLeaked();
        Assert.True(crowd.Answers.Total > 500, "too few requests for a proof");
        Assert.Empty(reads.Failures);
        Assert.Equal((0, 0, 0, 0), (crowd.Answers.Failures, ledger.Lost, ledger.AppliedTwice, ledger.Complaints.Count));
    }

    private async Task ReplaceAllAsync(ServiceUnderTest service, Build build, OperatorReads reads)
    {
        service.Build = build.Folder;
        for (var node = 0; node < service.Silos; node++)
        {
            var began = Stopwatch.GetTimestamp();
            Assert.Equal(0, await service.StopSiloAsync(node));
            await service.StartSiloAsync(node);
            _replaced.Add(Stopwatch.GetElapsedTime(began));
            await Deadline.UntilAsync(() => service.OutputOf(node).Contains($"version {build.Version}", StringComparison.Ordinal), () => $"node {node} does not say that it is {build.Version}");
            await reads.ReadAsync(service.Ports);
            await Task.Delay(Between);
        }
    }
}

/// <summary>A test that starts Redis and HAProxy; skipped, with the reason, where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UpdateFactAttribute : FactAttribute
{
    public UpdateFactAttribute() => Skip = RedisProcess.Missing ?? DeployedFront.Missing;
}
