namespace SessionGrains.Tracking.Journals;

/// <summary>The parts of a state that the journal compares before and after an event.</summary>
internal readonly struct JournalSnapshot(TrackingState state)
{
    public readonly long LastTs = state.LastTs;
    public readonly double Playhead = state.Playhead;
    public readonly PlaybackPlace Place = state.Place;
    public readonly PlaybackState Main = state.Main;
    public readonly bool ContentStarted = state.ContentStarted;
    public readonly bool Stalled = state.Stalled;
    public readonly long CountedMs = state.CountedMs;
    public readonly PendingStallTime Suspected = state.Suspected;

    /// <summary>Which ad and break are open; 0 for none.</summary>
    public readonly int Ad = state.OpenAd;
    public readonly int AdBreak = state.AdBreakIsOpen ? state.AdBreakCount : 0;

    public readonly int AdIndex = state.OpenAdIndex;
    public readonly int AdsListed = state.Ads.Count;
    public readonly RecentMoments? Recent = state.Recent;
    public readonly bool ChapterIsOpen = state.ChapterIsOpen;
    public readonly int ChapterIndex = state.OpenChapterIndex;
    public readonly int ChaptersListed = state.Chapters.Count;
    public readonly PlayerState[] PlayerStates = state.PlayerStates;
}
