using SessionGrains.Messages;

namespace SessionGrains.Tracking.Journals;

/// <summary>One entry of a session's journal: something that changed, or where the playhead was.</summary>
/// <param name="Type">The event; what a statesUpdate changed is written as stateStart and stateEnd.</param>
/// <param name="Scene">What is on the screen from here on.</param>
/// <param name="OffsetMs">Where it stands: the player's clock, adjusted for clock jumps, since the sessionStart; negative for an event that lies before it.</param>
/// <param name="PlayheadMs">Playhead of the event.</param>
internal readonly record struct JournalEntry(PlayerEventType Type, JournalScene Scene, long OffsetMs, long PlayheadMs)
{
    public JournalMarks Marks { get; init; }

    /// <summary>What the event names, from 1; 0 for nothing: the place of an ad, chapter, error, player state or name of a break in its list, or a bitrate + 1.</summary>
    public long Subject { get; init; }

    /// <summary>Of an adBreakStart: the index as sent.</summary>
    public long BreakIndex { get; init; }

    public long LateByMs { get; init; }

    public long StallMs { get; init; }

    public long PriorPlayheadMs { get; init; }

    public long SilenceMs { get; init; }

    public long Merged { get; init; }

    /// <summary>Whether entries of this type name something.</summary>
    public bool HasSubject => Type is PlayerEventType.BitrateChange or PlayerEventType.Error or PlayerEventType.AdBreakStart
        or PlayerEventType.AdStart or PlayerEventType.AdComplete or PlayerEventType.AdSkip
        or PlayerEventType.ChapterStart or PlayerEventType.ChapterComplete or PlayerEventType.ChapterSkip
        or PlayerEventType.StateStart or PlayerEventType.StateEnd;

    /// <summary>Whether it is nothing but a place of the playhead.</summary>
    public bool IsSample => Type == PlayerEventType.Ping && Marks == JournalMarks.None;

    public bool Has(JournalMarks mark) => (Marks & mark) != 0;
}
