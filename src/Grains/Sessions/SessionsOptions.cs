using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>The timeouts and the durability of sessions: the <c>Sessions</c> section of the configuration.</summary>
public sealed class SessionsOptions
{
    public const string Section = "Sessions";

    /// <summary>What is stored before a 2xx. Default <see cref="SessionDurability.EveryEvent"/>.</summary>
    public SessionDurability Durability { get; set; } = SessionDurability.EveryEvent;

    /// <summary>Time without an accepted event after which a session closes as <c>idle</c>. Default 10 minutes; 1 second to 1 day.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMilliseconds(SessionTimeouts.Default.IdleTimeoutMs);

    /// <summary>Time without playhead movement after which a session closes as <c>no-progress</c>. Default 30 minutes; 1 second to 1 day.</summary>
    public TimeSpan NoProgressTimeout { get; set; } = TimeSpan.FromMilliseconds(SessionTimeouts.Default.NoProgressTimeoutMs);

    /// <summary>Age at which a session closes as <c>max-age</c>. Default 24 hours; 1 second to 7 days.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMilliseconds(SessionTimeouts.Default.MaxAgeMs);

    /// <summary>How long a closed session stays readable and answers 410; then 404. Default 24 hours; 1 second to 365 days.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromMilliseconds(SessionTimeouts.Default.RetentionMs);

    /// <summary>
    /// Open sessions that one silo accepts; further starts are 503. From 1. Default null: as many as two thirds of the available memory hold at <see
    /// cref="BytesPerSession"/> each.
    /// </summary>
    public int? MaxOpenPerSilo { get; set; }

    /// <summary>Estimated memory of an open session, in bytes: its activation, its state and working memory.</summary>
    public const int BytesPerSession = 8 * 1024;
}

/// <summary>What is stored before a 2xx (docs/protocol.md#3-answers-that-are-promises).</summary>
public enum SessionDurability : byte
{
    /// <summary>Every accepted event is stored before it is answered.</summary>
    EveryEvent = 0,

    /// <summary>As <see cref="EveryEvent"/>, but a ping that changes nothing but time may be stored up to 60 s later.</summary>
    Transitions = 1,
}
