namespace SessionGrains.Tracking.Journals;

/// <summary>What is on the screen after a journal entry. The numbers are stored, in four bits: never reuse one.</summary>
internal enum JournalScene : byte
{
    Starting = 0,
    Content = 1,
    Paused = 2,
    Buffering = 3,

    /// <summary>Content whose playhead does not move. Ignored if the playhead never moved in the whole session.</summary>
    Stalled = 4,

    Ad = 5,
    AdPaused = 6,
    AdBuffering = 7,

    /// <summary>Between the ads of a break.</summary>
    AdBreak = 8,

    Completed = 9,
}
