using static SessionGrains.Faults.Tests.CrowdOfFaults;

namespace SessionGrains.Faults.Tests;

/// <summary>All silos or nodes are stopped in order and started again, one after another, while a crowd plays: an update without anybody noticing. <see cref="RollingUpdateProof"/> does so for every change.</summary>
[Collection(FaultRuns.Name)]
public sealed class RollingRestartProof(ITestOutputHelper output)
{
    private const int Players = 30;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(3);

    [Trait(Tier.Name, Tier.Nightly)]
    [Fact]
    public async Task A_rolling_restart_of_the_nodes_of_a_local_cluster_fails_no_request()
    {
        await using var service = await ServiceUnderTest.StartAsync(ServiceUnderTest.NewFolder(), Shapes.LocalNodes);
        await RestartOneAfterAnother(service);
    }

    [Trait(Tier.Name, Tier.Nightly)]
    [RedisFact]
    public async Task A_rolling_restart_of_a_Redis_cluster_fails_no_request()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var service = await ServiceUnderTest.StartAsync(ServiceUnderTest.NewFolder(), Shapes.Redis(redis, Shapes.IdleTimeout));
        await RestartOneAfterAnother(service);
    }

    [Trait(Tier.Name, Tier.Nightly)]
    [RedisFact]
    public async Task A_rolling_restart_of_nodes_on_Redis_fails_no_request()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var service = await ServiceUnderTest.StartAsync(ServiceUnderTest.NewFolder(), Shapes.Nodes(redis, Shapes.IdleTimeout, frontDoors: 2));
        await RestartOneAfterAnother(service);
    }

    private async Task RestartOneAfterAnother(ServiceUnderTest service)
    {
        using var server = Reach(service.Ports);
        var crowd = Of(server, Players);
        crowd.Come();
        await Task.Delay(Between);
        for (var silo = 0; silo < service.Silos; silo++)
        {
            Assert.Equal(0, await service.StopSiloAsync(silo));
            await service.StartSiloAsync(silo);
            await Task.Delay(Between);
        }

        await crowd.LeaveAsync();
        var ledger = await new Reconciler(server) { IdleTimeout = Shapes.IdleTimeout }.CompareMarkedAsync(crowd.Sessions);

        output.WriteLine($"seed {FaultSettings.Seed}: requests failed {crowd.Answers.Failures}; {Figures(ledger, crowd.Answers)}; slowest answer {Text(crowd.Answers.LongestWait)} (0.0: below 1 s)");
        if (ledger.Complaints.Count > 0 || crowd.Answers.Failures > 0)
            output.WriteLine($"{ledger.Worst}\n{service.KeepOutput()}");

        service.AssertNothingLeaked();
        Assert.Equal((0, 0, 0, 0), (crowd.Answers.Failures, ledger.Lost, ledger.AppliedTwice, ledger.Complaints.Count));
    }
}
