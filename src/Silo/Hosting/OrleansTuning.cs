using Orleans.Configuration;
using SessionGrains.Rooms;

namespace SessionGrains.Silo.Hosting;

/// <summary>Orleans' settings, where sessions need other values than Orleans' defaults.</summary>
internal static class OrleansTuning
{
    /// <summary>Clients of the protocol give up after 5 s (docs/protocol.md#3-answers-that-are-promises), so later responses are useless.</summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Longer than a session can be quiet (30 min without progress), so that collection never races a timeout.</summary>
    private static readonly TimeSpan CollectionAge = TimeSpan.FromMinutes(35);

    /// <summary>
    /// Maximum bytes of a message; a larger one closes the connection. This program's messages have a budget of about 1 MiB, reports 4 MiB
    /// (docs/operations.md#all-limits); the rest is for Orleans, such as the part of the directory that a leaving silo hands over.
    /// </summary>
    private const int MaxMessageBytes = 16 << 20;

    /// <summary>Addresses, ids and request context take some hundreds of bytes.</summary>
    private const int MaxHeaderBytes = 1 << 20;

    public static void Apply(MessagingOptions options) =>
        (options.ResponseTimeout, options.MaxMessageBodySize, options.MaxMessageHeaderSize) = (ResponseTimeout, MaxMessageBytes, MaxHeaderBytes);

    /// <summary>
    /// Also disables the check of all activations every 5 s for requests that have been running for 20 s: their callers have given up by then. With a million sessions the check
    /// is a measurable part of the cost of each ping.
    /// </summary>
    public static void Apply(SiloMessagingOptions options)
    {
        Apply((MessagingOptions)options);
        options.GrainWorkloadAnalysisPeriod = TimeSpan.Zero;
    }

    public static void Apply(GrainCollectionOptions options) => options.CollectionAge = CollectionAge;

    /// <summary>
    /// Above 70 % memory use, the sessions that were quiet longest are unloaded until it is 65 %; their next event loads them from the store. This happens before starts are refused
    /// (<see cref="Rooms.MemoryRoomOptions"/>), because quiet sessions are no reason to refuse.
    /// </summary>
    public static void ShedOnMemoryPressure(GrainCollectionOptions options) =>
        (options.EnableActivationSheddingOnMemoryPressure, options.MemoryUsageLimitPercentage, options.MemoryUsageTargetPercentage) = (true, 70, 65);

    /// <summary>
    /// A gateway rejects calls when memory is nearly exhausted; the front door retries and then returns 503. It never rejects because of a busy processor: that only slows
    /// responses, and the front door limits them.
    /// </summary>
    public static void Apply(LoadSheddingOptions options)
    {
        options.LoadSheddingEnabled = true;
        options.CpuThreshold = 100;
        options.MemoryThreshold = 95;
    }

    /// <summary>Sessions do not move while active, so addresses may be cached for long; a wrong one is corrected on use.</summary>
    public static void Apply(GrainDirectoryOptions options) => options.MaximumCacheTTL = TimeSpan.FromMinutes(10);

    /// <summary>A front door notices within this time that a silo joined or left, or hangs with its connection open.</summary>
    public static void Apply(GatewayOptions options) => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(2);
}
