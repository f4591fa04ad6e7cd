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

    public long LastedMs { get; init; }

    public long LastPlayheadMs { get; init; }

    /// <summary>Whether entries of this type have a <see cref="Subject"/>.</summary>
    public bool HasSubject => Type is PlayerEventType.BitrateChange or PlayerEventType.Error or PlayerEventType.AdBreakStart
        or PlayerEventType.AdStart or PlayerEventType.AdComplete or PlayerEventType.AdSkip
        or PlayerEventType.ChapterStart or PlayerEventType.ChapterComplete or PlayerEventType.ChapterSkip
        or PlayerEventType.StateStart or PlayerEventType.StateEnd;

    /// <summary>Whether the entry is only a sample of the playhead.</summary>
    public bool IsSample => Type == PlayerEventType.Ping && Marks == JournalMarks.None;

    /// <summary>Whether the entry begins an ad or a break, which the entries after it belong to.</summary>
    public bool Opens => Type is PlayerEventType.AdStart or PlayerEventType.AdBreakStart && !Has(JournalMarks.Late);

    /// <summary>The playhead before this entry: another one if it jumped.</summary>
    public long PlayheadBeforeMs => Has(JournalMarks.Jump) ? PriorPlayheadMs : PlayheadMs;

    /// <summary>How long its scene is known to have lasted, in milliseconds.</summary>
    /// <param name="next">The entry after it.</param>
    public long KnownMs(in JournalEntry next) =>
        Has(JournalMarks.Gap) ? LastedMs : Math.Max(0, next.OffsetMs - (next.Has(JournalMarks.Silence) ? next.SilenceMs : 0) - OffsetMs);

    /// <summary>The same entry, with nothing known of the time from <paramref name="lastedMs"/> after it to the next one.</summary>
    public JournalEntry WithGap(long lastedMs, long lastPlayheadMs) =>
        this with { Marks = Marks | JournalMarks.Gap, LastedMs = Math.Max(0, lastedMs), LastPlayheadMs = lastPlayheadMs };

    public bool Has(JournalMarks mark) => (Marks & mark) != 0;
}
