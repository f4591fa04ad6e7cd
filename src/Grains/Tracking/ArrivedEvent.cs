namespace SessionGrains.Tracking;

/// <summary>An accepted event, its place in the order, and what its arrival showed.</summary>
/// <param name="Type">Type of the event.</param>
/// <param name="Flags">What the arrival showed.</param>
/// <param name="SentTs">The player's clock as sent.</param>
/// <param name="Playhead">Position in the main content in seconds.</param>
/// <param name="Details">The event, or null if it has nothing but type, ts and playhead, as with most pings.</param>
/// <param name="Ts">Place in the order: <paramref name="AdjustedTs"/>, or for a late event the time that the session had reached.</param>
/// <param name="AdjustedTs">The player's clock, shifted if that clock was changed during the session.</param>
/// <param name="ArrivedAtMs">Server clock, ms since 1970-01-01 UTC.</param>
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

    /// <summary>The event belongs before one that had left the reorder window.</summary>
    Late = 1,

    /// <summary>The player's clock is over 24 h from the server's.</summary>
    ClockSkew = 2,

    /// <summary>Since the previous arrival the player's clock moved differently from the server's.</summary>
    ClockJump = 4,
}
