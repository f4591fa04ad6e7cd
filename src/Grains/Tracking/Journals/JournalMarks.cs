namespace SessionGrains.Tracking.Journals;

/// <summary>Further facts of a journal entry. The numbers are stored, in seven bits. <see cref="Implied"/> comes with no number, <see cref="Gap"/> with two, each other mark with one.</summary>
[Flags]
internal enum JournalMarks : byte
{
    None = 0,

    /// <summary>The event was late. Number: ms by which it was applied too late.</summary>
    Late = 1,

    /// <summary>A stall was detected. Number: its duration so far, in ms.</summary>
    Stall = 2,

    /// <summary>The playhead jumped. Number: the playhead before, in ms.</summary>
    Jump = 4,

    /// <summary>No event came for longer than the idle timeout. Number: for how long, in ms.</summary>
    Silence = 8,

    /// <summary>Neighbours were merged into this entry. Number: how many.</summary>
    Merged = 16,

    /// <summary>There was no closing event: another event closed what was open.</summary>
    Implied = 32,

    /// <summary>
    /// What came next on the screen was merged into this entry, so nothing is known of it until the next entry. Numbers: for how long this entry lasted, in ms, and the
    /// playhead at the end of that, in ms.
    /// </summary>
    Gap = 64,
}
