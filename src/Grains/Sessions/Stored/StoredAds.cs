using SessionGrains.Tracking;

namespace SessionGrains.Sessions.Stored;

/// <summary>The ads and ad breaks of a session. What was said of them is in the description record.</summary>
[GenerateSerializer, Immutable, Alias("sg.stored-ads"), OmitDefaultMemberValues]
internal readonly record struct StoredAds(
    [property: Id(0)] byte[]? AdBreaks, [property: Id(1)] int AdBreakCount, [property: Id(2)] short OpenAdBreakIndex, [property: Id(3)] long AdBreakTs,
    [property: Id(4)] byte[]? Ads, [property: Id(5)] int AdCount, [property: Id(6)] int AdCompletes, [property: Id(7)] int AdSkips,
    [property: Id(8)] int OpenAd, [property: Id(9)] short OpenAdIndex, [property: Id(10)] long OpenAdTs, [property: Id(11)] long OpenAdMs)
{
    public static StoredAds Of(TrackingState state) => new(
        state.AdBreaks.Bytes, state.AdBreakCount, state.OpenAdBreakIndex, state.AdBreakTs, state.Ads.Bytes, state.AdCount, state.AdCompletes, state.AdSkips,
        state.OpenAd, state.OpenAdIndex, state.OpenAdTs, state.OpenAdMs);

    public void CopyTo(TrackingState state)
    {
        (var adBreaks, state.AdBreakCount, state.OpenAdBreakIndex, state.AdBreakTs, var ads, state.AdCount, state.AdCompletes, state.AdSkips,
            state.OpenAd, state.OpenAdIndex, state.OpenAdTs, state.OpenAdMs) = this;
        (state.AdBreaks, state.Ads) = (new(adBreaks), new(ads));
    }
}

/// <summary>A <see cref="RecentMoments"/>.</summary>
[GenerateSerializer, Immutable, Alias("sg.stored-recent")]
internal sealed record StoredRecent([property: Id(0)] long CutAdTs, [property: Id(1)] int CutAdIndex, [property: Id(2)] long ContentStartTs)
{
    public static StoredRecent? Of(RecentMoments? recent) => recent is null ? null : new(recent.CutAdTs, recent.CutAdIndex, recent.ContentStartTs);

    public RecentMoments Restore() => new(CutAdTs, CutAdIndex, ContentStartTs);
}

/// <summary>The chapters of a session. What was said of them is in the description record.</summary>
[GenerateSerializer, Immutable, Alias("sg.stored-chapters"), OmitDefaultMemberValues]
internal readonly record struct StoredChapters(
    [property: Id(0)] byte[]? Chapters, [property: Id(1)] bool ChapterIsOpen, [property: Id(2)] long OpenChapterTs, [property: Id(3)] long OpenChapterMs,
    [property: Id(4)] int OpenChapterIndex, [property: Id(5)] int ChapterCount, [property: Id(6)] int ChapterCompletes)
{
    public static StoredChapters Of(TrackingState state) => new(
        state.Chapters.Bytes, state.ChapterIsOpen, state.OpenChapterTs, state.OpenChapterMs, state.OpenChapterIndex, state.ChapterCount, state.ChapterCompletes);

    public void CopyTo(TrackingState state)
    {
        (var chapters, state.ChapterIsOpen, state.OpenChapterTs, state.OpenChapterMs, state.OpenChapterIndex, state.ChapterCount, state.ChapterCompletes) = this;
        state.Chapters = new(chapters);
    }
}
