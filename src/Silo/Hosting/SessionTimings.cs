using Orleans.Configuration;
using SessionGrains.Rooms;

namespace SessionGrains.Silo.Hosting;

/// <summary>The times and sizes in which sessions differ from what Orleans assumes of grains.</summary>
internal static class OrleansTuning
{
    /// <summary>Clients of the protocol give up after 5 s (decisions.md section 3): nobody waits for an answer that comes later.</summary>
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(5);

    /// <summary>Longer than the longest quiet life of a session (30 min without progress), so that the collector never races a timeout.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(35);

    /// <summary>
    /// Bytes of a message, in silos and front doors alike: a message beyond it costs the connection that it comes on. What this program sends has a budget of
    /// about 1 MiB (docs/operations.md), a report of 4; the rest is for Orleans' own, such as the part of the directory that a silo hands on when it leaves.
    /// </summary>
    private const int LargestMessage = 16 << 20;

    /// <summary>Addresses, ids and what travels with a call: some hundreds of bytes.</summary>
    private const int LargestHeader = 1 << 20;

    public static void Apply(MessagingOptions options) =>
        (options.ResponseTimeout, options.MaxMessageBodySize, options.MaxMessageHeaderSize) = (Answer, LargestMessage, LargestHeader);

    /// <summary>
    /// A silo besides looks at none of its activations every 5 s, to tell callers that their request has been running for 20 s: they have all given up by then. With a
    /// million sessions in use that look is part of what each ping costs.
    /// </summary>
    public static void Apply(SiloMessagingOptions options)
    {
        Apply((MessagingOptions)options);
        options.GrainWorkloadAnalysisPeriod = TimeSpan.Zero;
    }

    public static void Apply(GrainCollectionOptions options) => options.CollectionAge = Idle;

    /// <summary>
    /// Over 70 % of the memory the sessions that were quiet longest leave it, until it is 65 %: the next event finds them in the store. Before starts are refused
    /// (<see cref="Rooms.MemoryRoomOptions"/>), as quiet sessions are no reason for that.
    /// </summary>
    public static void ShedOnMemoryPressure(GrainCollectionOptions options) =>
        (options.EnableActivationSheddingOnMemoryPressure, options.MemoryUsageLimitPercentage, options.MemoryUsageTargetPercentage) = (true, 70, 65);

    /// <summary>
    /// A gateway refuses when the memory is nearly gone (the front door tries again and then answers 503). Never for a busy processor: that only
    /// makes answers slower, and how slow is too slow the front door knows better.
    /// </summary>
    public static void Apply(LoadSheddingOptions options)
    {
        options.LoadSheddingEnabled = true;
        options.CpuThreshold = 100;
        options.MemoryThreshold = 95;
    }

    /// <summary>Sessions don't move while they live: an address once learnt may be kept for long (a wrong one is corrected on use).</summary>
    public static void Apply(GrainDirectoryOptions options) => options.MaximumCacheTTL = TimeSpan.FromMinutes(10);

    /// <summary>A front door learns of a silo that came or went within this time, also of one that hangs and leaves its connection open.</summary>
    public static void Apply(GatewayOptions options) => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(2);
}
