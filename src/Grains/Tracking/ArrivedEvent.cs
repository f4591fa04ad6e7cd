using SessionGrains.Messages;

namespace SessionGrains.Tracking;

/// <summary>
/// An accepted event and what its arrival decided: where it stands in the order, and what was odd about when it came. A session uses the object again
/// once the event has left its window: one with every ping would live just long enough for the garbage collector to move it through all its generations.
/// </summary>
/// <remarks>A record with an empty constructor because that shows in how it is stored.</remarks>
[GenerateSerializer, Alias("sg.arrived-event")]
internal sealed record ArrivedEvent()
{
    /// <summary>What happened.</summary>
    [field: NonSerialized] public PlayerEventType Type { get; private set; }

    /// <summary>The player's clock as it was sent.</summary>
    [field: NonSerialized] public long SentTs { get; private set; }

    /// <summary>Position in the main content in seconds.</summary>
    [field: NonSerialized] public double Playhead { get; private set; }

    /// <summary>The event where it says more than what, when and where; null where it does not, as with most pings.</summary>
    [field: NonSerialized] public PlayerEvent? Details { get; private set; }

    /// <summary>Its place in time: the player's clock, shifted where that clock was changed. Of a late event: where the session had got to.</summary>
    [Id(1)] public long Ts { get; private set; }

    /// <summary>As <see cref="Ts"/>; of a late event where it belongs.</summary>
    [Id(2)] public long OwnTs { get; private set; }

    /// <summary>Server clock.</summary>
    [Id(3)] public long ArrivedAtMs { get; private set; }

    /// <summary>What the arrival showed.</summary>
    [Id(4)] public ArrivalOddities Oddities { get; private set; }

    public bool IsLate => (Oddities & ArrivalOddities.Late) != 0;

    /// <summary>The event as it is stored.</summary>
    [Id(0)] internal KeptEvent Event
    {
        get => new(Type, SentTs, Playhead, Fingerprint, Details);
        set => (Type, SentTs, Playhead, Fingerprint, Details) = value;
    }

    [field: NonSerialized] private ulong Fingerprint { get; set; }

    /// <summary>An arrival in <paramref name="used"/>, one that nobody looks at any more; in a new object where that is null.</summary>
    public static ArrivedEvent Of(PlayerEvent playerEvent, long ts, long ownTs, long arrivedAtMs, ArrivalOddities oddities, ArrivedEvent? used = null)
    {
        var arrived = used ?? new();
        arrived.Event = KeptEvent.Of(playerEvent);
        (arrived.Ts, arrived.OwnTs, arrived.ArrivedAtMs, arrived.Oddities) = (ts, ownTs, arrivedAtMs, oddities);
        return arrived;
    }

    /// <summary>Nobody looks at it any more: what it says beyond a plain event need not be kept.</summary>
    public void Forget() => Details = null;
}

/// <summary>What the arrival of an event showed. The numbers are stored.</summary>
[Flags]
internal enum ArrivalOddities : byte
{
    None = 0,

    /// <summary>It belongs before an event that had left the reorder window.</summary>
    Late = 1,

    /// <summary>Its clock is over 24 h from the server's.</summary>
    ClockSkew = 2,

    /// <summary>Its clock moved otherwise than the server's since the arrival before.</summary>
    ClockJump = 4,
}
