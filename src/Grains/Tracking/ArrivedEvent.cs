namespace SessionGrains.Tracking;

/// <summary>
/// An accepted event and what its arrival decided: where it stands in the order, and what was odd about when it came. A session uses the object of
/// a plain event again once that has left its window: an object with every ping would live just long enough for the garbage collector to move it
/// through all its generations.
/// </summary>
/// <param name="Event">The event.</param>
/// <param name="Ts">Its place in time: the player's clock, shifted where that clock was changed. Of a late event: where the session had got to.</param>
/// <param name="OwnTs">As <paramref name="Ts"/>; of a late event where it belongs.</param>
/// <param name="ArrivedAtMs">Server clock.</param>
/// <param name="Oddities">What the arrival showed.</param>
[GenerateSerializer, Alias("sg.arrived-event")]
internal sealed record ArrivedEvent(PlayerEvent Event, long Ts, long OwnTs, long ArrivedAtMs, ArrivalOddities Oddities)
{
    [Id(0)] public PlayerEvent Event { get; } = Event;

    [Id(1)] public long Ts { get; private set; } = Ts;

    [Id(2)] public long OwnTs { get; private set; } = OwnTs;

    [Id(3)] public long ArrivedAtMs { get; private set; } = ArrivedAtMs;

    [Id(4)] public ArrivalOddities Oddities { get; private set; } = Oddities;

    public bool IsLate => (Oddities & ArrivalOddities.Late) != 0;

    /// <summary>An arrival in <paramref name="used"/>, that of a plain event which nobody looks at any more, if this one is plain too; else a new one.</summary>
    public static ArrivedEvent Of(PlayerEvent playerEvent, long ts, long ownTs, long arrivedAtMs, ArrivalOddities oddities, ref ArrivedEvent? used)
    {
        if (!playerEvent.IsPlain)
        {
            return new(playerEvent, ts, ownTs, arrivedAtMs, oddities);
        }

        // Its own copy: whoever sent the event may still look at that.
        var own = playerEvent.CopyPlainInto(used?.Event);
        if (used is not { } arrived)
        {
            return new(own, ts, ownTs, arrivedAtMs, oddities);
        }

        used = null;
        (arrived.Ts, arrived.OwnTs, arrived.ArrivedAtMs, arrived.Oddities) = (ts, ownTs, arrivedAtMs, oddities);
        return arrived;
    }
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
