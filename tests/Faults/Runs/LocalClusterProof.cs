namespace SessionGrains.Faults.Tests;

/// <summary>What the <c>cluster</c> command starts: nodes that share a Sqlite file behind a front door, with nothing installed.</summary>
[Collection(FaultRuns.Name)]
public sealed class LocalClusterProof(ITestOutputHelper output)
{
    [Trait(Tier.Name, Tier.Nightly)]
    [Fact]
    public async Task Nothing_that_was_acknowledged_is_lost_when_nodes_of_a_local_cluster_are_killed_or_hang()
    {
        var plan = FaultSettings.Minutes is { } minutes
            ? new FaultPlan(TimeSpan.FromMinutes(minutes), SiloKills: 5 * minutes, Pauses: minutes / 2, Hangs: 1, FrontDoorKills: minutes / 2, RedisKills: 0)
            : new FaultPlan(TimeSpan.FromSeconds(50), SiloKills: 3, Pauses: 0, Hangs: 1, FrontDoorKills: 1, RedisKills: 0);
        await using var service = await ServiceUnderTest.StartAsync(ServiceUnderTest.NewFolder(), Shapes.LocalNodes);

        await new Proof(output, service, Shapes.IdleTimeout).RunAsync(plan);
    }
}
