using SessionGrains.Messages;

namespace SessionGrains.Tracking;

/// <summary>An accepted event and what its arrival decided: where it stands in the order, and what was odd about when it came.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Flags">What the arrival showed.</param>
/// <param name="SentTs">The player's clock as it was sent.</param>
/// <param name="Playhead">Position in the main content in seconds.</param>
/// <param name="Details">The event where it says more than what, when and where; null where it does not, as with most pings.</param>
/// <param name="Ts">Its place in time: the player's clock, shifted where that clock was changed. Of a late event: where the session had got to.</param>
/// <param name="AdjustedTs">As <paramref name="Ts"/>; of a late event where it belongs.</param>
/// <param name="ArrivedAtMs">Server clock.</param>
internal readonly record struct ArrivedEvent(
    PlayerEventType Type, ArrivalFlags Flags, long SentTs, double Playhead, PlayerEvent? Details, long Ts, long AdjustedTs, long ArrivedAtMs)
{
    public bool IsLate => (Flags & ArrivalFlags.Late) != 0;

    public static ArrivedEvent Of(PlayerEvent playerEvent, long ts, long ownTs, long arrivedAtMs, ArrivalFlags flags) =>
        new(playerEvent.Type, flags, playerEvent.Ts, playerEvent.Playhead, playerEvent.IsPlain ? null : playerEvent, ts, ownTs, arrivedAtMs);
}

/// <summary>What the arrival of an event showed. The numbers are stored.</summary>
[Flags]
internal enum ArrivalFlags : byte
{
    None = 0,

    /// <summary>It belongs before an event that had left the reorder window.</summary>
    Late = 1,

    /// <summary>Its clock is over 24 h from the server's.</summary>
    ClockSkew = 2,

    /// <summary>Its clock moved otherwise than the server's since the arrival before.</summary>
    ClockJump = 4,
}
