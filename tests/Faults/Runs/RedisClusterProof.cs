namespace SessionGrains.Faults.Tests;

/// <summary>Three silos and two front doors, or three nodes, and a Redis that writes every commit to its disk: everything is killed, Redis too.</summary>
[Collection(FaultRuns.Name)]
public sealed class RedisClusterProof(ITestOutputHelper output)
{
    /// <summary>Shorter, because no silo hangs in the short form of the run.</summary>
    private static readonly TimeSpan ShortIdleTimeout = TimeSpan.FromSeconds(20);

    [Trait(Tier.Name, Tier.Nightly)]
    [RedisFact]
    public async Task Nothing_that_was_acknowledged_is_lost_when_silos_front_doors_and_Redis_are_killed()
    {
        var plan = FaultSettings.Minutes is { } minutes
            ? new FaultPlan(TimeSpan.FromMinutes(minutes), SiloKills: 2 * minutes, Pauses: minutes / 3, Hangs: 1, FrontDoorKills: minutes / 3, RedisKills: Math.Max(1, minutes * 3 / 10))
            : new FaultPlan(TimeSpan.FromSeconds(70), SiloKills: 3, Pauses: 1, Hangs: 0, FrontDoorKills: 1, RedisKills: 1);
        var idle = FaultSettings.Minutes is null ? ShortIdleTimeout : Shapes.IdleTimeout;
        await using var redis = await RedisProcess.StartAsync();
        await using var service = await ServiceUnderTest.StartAsync(ServiceUnderTest.NewFolder(), Shapes.Redis(redis, idle));

        await new Proof(output, service, idle, redis).RunAsync(plan);
    }

    [RedisFact]
    public async Task Nothing_that_was_acknowledged_is_lost_when_nodes_and_Redis_are_killed()
    {
        var plan = FaultSettings.Minutes is { } minutes
            ? new FaultPlan(TimeSpan.FromMinutes(minutes), SiloKills: 2 * minutes, Pauses: minutes / 3, Hangs: 1, FrontDoorKills: 0, RedisKills: Math.Max(1, minutes * 3 / 10))
            : new FaultPlan(TimeSpan.FromSeconds(60), SiloKills: 3, Pauses: 1, Hangs: 0, FrontDoorKills: 0, RedisKills: 1);
        var idle = FaultSettings.Minutes is null ? ShortIdleTimeout : Shapes.IdleTimeout;
        await using var redis = await RedisProcess.StartAsync();
        await using var service = await ServiceUnderTest.StartAsync(ServiceUnderTest.NewFolder(), Shapes.Nodes(redis, idle));

        await new Proof(output, service, idle, redis).RunAsync(plan);
    }
}
