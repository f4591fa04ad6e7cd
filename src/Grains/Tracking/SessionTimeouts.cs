namespace SessionGrains.Tracking;

/// <summary>
/// The configurable times of the rules, all in milliseconds of server time (decisions.md section 4). One object for all sessions of a silo, because each
/// has a reference to it.
/// </summary>
/// <param name="IdleTimeoutMs">Without an accepted event for so long a session closes as idle; a span of player time over it counts nothing.</param>
/// <param name="NoProgressTimeoutMs">Without playhead movement for so long a session closes as no-progress.</param>
/// <param name="MaxAgeMs">Age at which a session closes as max-age.</param>
/// <param name="RetentionMs">How long a closed session is remembered.</param>
public sealed record SessionTimeouts(long IdleTimeoutMs, long NoProgressTimeoutMs, long MaxAgeMs, long RetentionMs)
{
    /// <summary>10 minutes, 30 minutes, 24 hours, 24 hours.</summary>
    public static SessionTimeouts Default { get; } = new(600_000, 1_800_000, 86_400_000, 86_400_000);

    /// <summary>By what deadlines move; null for nothing.</summary>
    public IOutages? Outages { get; init; }

    /// <summary>Events that the reorder window holds at most.</summary>
    public const int WindowEvents = 10;

    /// <summary>What the events in the window may say, in bytes of memory: beyond it the oldest leave early. The last one stays in any case.</summary>
    public const int WindowTextBytes = 64 * 1024;

    /// <summary>How long an event stays in the reorder window, and how long a session takes overtaken events after its sessionEnd: server time, ms.</summary>
    public const long WindowMs = 5_000;

    /// <summary>Fingerprints of accepted events that are remembered.</summary>
    public const int RememberedFingerprints = 32;
}
