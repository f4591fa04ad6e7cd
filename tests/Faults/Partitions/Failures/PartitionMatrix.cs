namespace SessionGrains.Faults.Tests;

/// <summary>A fault and when it is healed.</summary>
internal sealed record Partition(NetworkFault Fault, Heal Heal);

/// <summary>All partitions that are tested. A silo is a node where there are no front doors.</summary>
internal static class PartitionMatrix
{
    private static readonly int[] Seconds = [5, 20, 60];

    private static readonly Way[] RedisFromSilos = [.. Way.Both("silo-1", "redis"), .. Way.Both("silo-2", "redis"), .. Way.Both("silo-3", "redis")];
    private static readonly Way[] SiloFromSilos = [.. Way.Both("silo-2", "silo-1"), .. Way.Both("silo-2", "silo-3")];

    private static readonly NetworkFault SiloFromRedis = Lost("a silo from Redis", Way.Both("silo-1", "redis"));
    private static readonly NetworkFault RedisAnswers = Lost("what Redis answers a silo", new Way("redis", "silo-1"));
    private static readonly NetworkFault AllFromRedis = Lost("all from Redis", [new("redis", null), new(null, "redis")]);
    private static readonly NetworkFault SiloFromTheOthers = Lost("a silo from the other silos", SiloFromSilos);
    private static readonly NetworkFault SiloFromEverything = Lost("a silo from everything", [new("silo-3", null), new(null, "silo-3")]);
    private static readonly NetworkFault SiloToSilo = Lost("what a silo sends another", new Way("silo-1", "silo-2"));

    /// <summary>For CI.</summary>
    public static Partition[] Sample => [new(RedisAnswers, In(5)), new(new ReturningPartition(AllFromRedis), In(5))];

    /// <summary>For CI, where connections lead through proxies.</summary>
    public static Partition[] SlowSample => [new(SlowRedis, In(5))];

    /// <summary>For CI, with nodes: one that players still reach is cut off, also until the others have declared it dead.</summary>
    public static Partition[] NodesSample => [new(RedisAnswers, In(5)), new(SiloFromTheOthers, Heal.AtTheFirstDeath), new(SiloFromEverything, In(20)), new(SiloToSilo, In(5))];

    public static Partition[] All => [.. Whole, .. WholeOfFrontDoors, .. WholeSlow, .. WholeSlowOfFrontDoors];

    public static Partition[] Whole =>
    [
        .. Seconds.SelectMany(static seconds => new Partition[]
        {
            new(SiloFromRedis, In(seconds)),
            new(AllFromRedis, In(seconds)),
            new(SiloFromTheOthers, In(seconds)),
            new(Lost("two silos from each other", Way.Both("silo-1", "silo-3")), In(seconds)),
            new(RedisAnswers, In(seconds)),
            new(new LostPackets("10 % of all packets", 0.1, new Way(null, null)), In(seconds)),
        }),
        new(Lost("what a silo asks Redis", new Way("silo-2", "redis")), In(20)),
        new(SiloToSilo, In(20)),
        new(SiloFromEverything, In(20)),
        new(new ReturningPartition(SiloFromRedis), In(20)),
        new(new ReturningPartition(SiloFromTheOthers), In(20)),
        new(new ReturningPartition(AllFromRedis), In(20)),
        new(SiloFromTheOthers, Heal.AtTheFirstVote),
        new(SiloFromTheOthers, Heal.AtTheFirstDeath),
    ];

    /// <summary>What cuts off front doors, or all but them.</summary>
    public static Partition[] WholeOfFrontDoors =>
    [
        .. Seconds.Select(static seconds => new Partition(Lost("a front door from a silo", Way.Both("door-1", "silo-3")), In(seconds))),
        new(Lost("what a silo sends a front door", new Way("silo-1", "door-2")), In(20)),
        new(Lost("a front door from all silos", [new("door-1", null), new(null, "door-1")]), In(20)),
        new(Lost("all silos from Redis, not the front doors", RedisFromSilos), In(20)),
    ];

    public static Partition[] WholeSlow =>
    [
        .. Seconds.SelectMany(static seconds => new Partition[] { new(SlowRedis, In(seconds)), new(Slow("500 ms between all", new Way(null, null)), In(seconds)) }),
        new(Slow("500 ms between silos", [new("silo-1", "silo-2"), new("silo-2", "silo-3"), new("silo-3", "silo-1"), new("silo-2", "silo-1"), new("silo-3", "silo-2"), new("silo-1", "silo-3")]), In(20)),
    ];

    public static Partition[] WholeSlowOfFrontDoors => [new(Slow("500 ms from front doors to silos", [new("door-1", null), new("door-2", null)]), In(20))];

    private static NetworkFault SlowRedis => Slow("500 ms to Redis", new Way(null, "redis"));

    private static LostPackets Lost(string name, params Way[] ways) => new(name, 1, ways);

    private static SlowWays Slow(string name, params Way[] ways) => new(name, TimeSpan.FromMilliseconds(500), ways);

    private static Heal In(int seconds) => Heal.After(seconds);
}
