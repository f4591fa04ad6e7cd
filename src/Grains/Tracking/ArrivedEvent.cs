namespace SessionGrains.Tracking;

/// <summary>An accepted event, its place in the order, and what its arrival showed.</summary>
/// <param name="Type">Type of the event.</param>
/// <param name="Flags">What the arrival showed.</param>
/// <param name="SentTs">The player's clock as sent.</param>
/// <param name="Playhead">Position in the main content in seconds.</param>
/// <param name="Qoe">Its quality-of-experience values, or null.</param>
/// <param name="Details">What else it says; null for nothing, as with most events.</param>
/// <param name="Ts">Place in the order: <paramref name="AdjustedTs"/>, or for a late event the time that the session had reached.</param>
/// <param name="AdjustedTs">The player's clock, shifted if that clock was changed during the session.</param>
/// <param name="ArrivedAtMs">Server clock, ms since 1970-01-01 UTC.</param>
internal readonly record struct ArrivedEvent(
    PlayerEventType Type, ArrivalFlags Flags, long SentTs, double Playhead, QoeValues? Qoe, EventDetails? Details, long Ts, long AdjustedTs, long ArrivedAtMs)
{
    /// <summary>Bytes of memory that its texts take.</summary>
    public int TextBytes => BytesOf(Qoe) + (Details?.TextBytes ?? 0);

    public EventTime Time => new(SentTs, AdjustedTs);

    public bool IsLate => Has(ArrivalFlags.Late);

    public bool Has(ArrivalFlags flag) => (Flags & flag) != 0;

    private static int BytesOf(QoeValues? quality) => quality is null ? 0
        : BoundedText.BytesOf(quality.ErrorId) + BoundedText.BytesOf(quality.ErrorSource)
        + (quality.Others?.Sum(static other => BoundedText.BytesOf(other.Key) + BoundedText.BytesOf(other.RawValue)) ?? 0);
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

    /// <summary>As <see cref="ClockJump"/>, by less than that, but over 60 s.</summary>
    ClockDrift = 8,

    /// <summary>The event had customMetadata, which does not count on its type.</summary>
    MetadataIgnored = 16,

    /// <summary>The id of an ad is the empty string.</summary>
    EmptyId = 32,
}
