namespace SessionGrains.Tracking.Journals;

/// <summary>One entry of a journal: a change, or a sample of the playhead.</summary>
/// <param name="Type">Type of the event. The changes of a statesUpdate are stored as stateStart and stateEnd.</param>
/// <param name="Scene">What is on the screen after it.</param>
/// <param name="OffsetMs">Time since the sessionStart by the player's clock, adjusted for clock jumps; negative for an event before it.</param>
/// <param name="PlayheadMs">Playhead of the event, in milliseconds.</param>
internal readonly record struct JournalEntry(PlayerEventType Type, JournalScene Scene, long OffsetMs, long PlayheadMs)
{
    public JournalMarks Marks { get; init; }

    /// <summary>
    /// What the event names, counted from 1, or 0 for nothing: the index of an ad, ad break, chapter, error or player state in its list, or a bitrate + 1.
    /// </summary>
    public long Subject { get; init; }

    public long LateByMs { get; init; }

    public long StallMs { get; init; }

    public long PriorPlayheadMs { get; init; }

    public long SilenceMs { get; init; }

    public long Merged { get; init; }

    /// <summary>Whether entries of this type have a <see cref="Subject"/>.</summary>
    public bool HasSubject => Type is PlayerEventType.BitrateChange or PlayerEventType.Error or PlayerEventType.AdBreakStart
        or PlayerEventType.AdStart or PlayerEventType.AdComplete or PlayerEventType.AdSkip
        or PlayerEventType.ChapterStart or PlayerEventType.ChapterComplete or PlayerEventType.ChapterSkip
        or PlayerEventType.StateStart or PlayerEventType.StateEnd;

    /// <summary>Whether the entry is only a sample of the playhead.</summary>
    public bool IsSample => Type == PlayerEventType.Ping && Marks == JournalMarks.None;

    public bool Has(JournalMarks mark) => (Marks & mark) != 0;
}
