using Orleans.Configuration;

namespace SessionGrains.Silo.Hosting;

/// <summary>The times and sizes in which sessions differ from what Orleans assumes of grains.</summary>
internal static class SessionTimings
{
    /// <summary>Clients of the protocol give up after 5 s (decisions.md section 3): nobody waits for an answer that comes later.</summary>
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(5);

    /// <summary>Longer than the longest quiet life of a session (30 min without progress), so that the collector never races a timeout.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(35);

    public static void Apply(MessagingOptions options) => options.ResponseTimeout = Answer;

    public static void Apply(GrainCollectionOptions options) => options.CollectionAge = Idle;

    /// <summary>Sessions don't move while they live: an address once learnt may be kept for long (a wrong one is corrected on use).</summary>
    public static void Apply(GrainDirectoryOptions options) => options.MaximumCacheTTL = TimeSpan.FromMinutes(10);

    /// <summary>A front door learns of a silo that came or went within this time, also of one that hangs and leaves its connection open.</summary>
    public static void Apply(GatewayOptions options) => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(2);
}
