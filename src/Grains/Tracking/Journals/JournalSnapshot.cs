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
    public readonly AdOpening? Ad = state.Ad;
    public readonly int AdIndex = state.OpenAdIndex;
    public readonly int AdsListed = state.Ads.Length;
    public readonly AdBreakOpening? AdBreak = state.AdBreak;
    public readonly bool ChapterIsOpen = state.ChapterIsOpen;
    public readonly int ChapterIndex = state.OpenChapterIndex;
    public readonly int ChaptersListed = state.Chapters.Length;
    public readonly PlayerState[] PlayerStates = state.PlayerStates;
}
