namespace SessionGrains.Sessions;

/// <summary>How long sessions live and how firmly they are stored: the <c>Sessions</c> section of the configuration.</summary>
public sealed class SessionsOptions
{
    public const string Section = "Sessions";

    /// <summary>What a 2xx promises. Default <see cref="SessionDurability.EveryEvent"/>.</summary>
    public SessionDurability Durability { get; set; } = SessionDurability.EveryEvent;

    /// <summary>Time without an accepted event after which a session closes as <c>idle</c>. Default 10 minutes; 1 second to 1 day.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Time without playhead movement after which a session closes as <c>no-progress</c>. Default 30 minutes; 1 second to 1 day.</summary>
    public TimeSpan NoProgressTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Age at which a session closes as <c>max-age</c>. Default 24 hours; 1 second to 7 days.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a closed session stays readable and answers 410; then 404. Default 24 hours; 1 second to 365 days.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Open sessions that one silo takes; a start beyond is refused with 503. Null, the default, is what two thirds of the memory there is hold
    /// at <see cref="BytesPerSession"/> each. From 1.
    /// </summary>
    public int? MaxOpenPerSilo { get; set; }

    /// <summary>Bytes that an open session is reckoned at where <see cref="MaxOpenPerSilo"/> is not set: its activation, its state and room to work.</summary>
    public const int BytesPerSession = 8 * 1024;
}

/// <summary>What a 2xx promises (decisions.md section 3).</summary>
public enum SessionDurability : byte
{
    /// <summary>Every accepted event is stored before it is answered.</summary>
    EveryEvent = 0,

    /// <summary>As <see cref="EveryEvent"/>, but a ping that changes nothing but time may be stored up to 60 s later.</summary>
    Transitions = 1,
}
