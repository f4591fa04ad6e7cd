namespace SessionGrains.Tracking;

/// <summary>An accepted event and what its arrival decided: where it stands in the order, and what was odd about when it came.</summary>
/// <param name="Event">The event.</param>
/// <param name="Ts">Its place in time: the player's clock, shifted where that clock was changed. Of a late event: where the session had got to.</param>
/// <param name="OwnTs">As <paramref name="Ts"/>; of a late event where it belongs.</param>
/// <param name="ArrivedAtMs">Server clock.</param>
/// <param name="Oddities">What the arrival showed.</param>
[GenerateSerializer, Immutable, Alias("sg.arrived-event")]
internal sealed record ArrivedEvent(
    [property: Id(0)] PlayerEvent Event,
    [property: Id(1)] long Ts,
    [property: Id(2)] long OwnTs,
    [property: Id(3)] long ArrivedAtMs,
    [property: Id(4)] ArrivalOddities Oddities)
{
    public bool IsLate => (Oddities & ArrivalOddities.Late) != 0;
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
