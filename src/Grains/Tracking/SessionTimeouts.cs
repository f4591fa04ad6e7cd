namespace SessionGrains.Tracking;

/// <summary>
/// The configurable times of a session (docs/protocol.md#4-from-events-to-a-session), in milliseconds. The settings <c>Sessions:…</c> (SessionsOptions) set them.
/// All sessions of a silo share one object, because each holds a reference to it.
/// </summary>
/// <param name="IdleTimeoutMs">Server time without an accepted event after which a session closes as <c>idle</c>. A longer span of player time counts nothing.</param>
/// <param name="NoProgressTimeoutMs">Server time without playhead movement after which a session closes as <c>no-progress</c>.</param>
/// <param name="MaxAgeMs">Age at which a session closes as <c>max-age</c>.</param>
/// <param name="RetentionMs">How long a closed session stays readable.</param>
public sealed record SessionTimeouts(long IdleTimeoutMs, long NoProgressTimeoutMs, long MaxAgeMs, long RetentionMs)
{
    /// <summary>The defaults of the settings: 10 minutes, 30 minutes, 24 hours, 24 hours.</summary>
    public static SessionTimeouts Default { get; } = new(10 * 60_000, 30 * 60_000, 24 * 3_600_000, 24 * 3_600_000);

    /// <summary>Outages that move all deadlines; null for none.</summary>
    public IOutages? Outages { get; init; }
}
