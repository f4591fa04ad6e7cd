using SessionGrains.Tracking;

namespace SessionGrains.Sessions.Stored;

/// <summary>The ads of a session and its open ad break.</summary>
[GenerateSerializer, Immutable, Alias("sg.stored-ads"), OmitDefaultMemberValues]
internal readonly record struct StoredAds(
    [property: Id(0)] AdBreakOpening? AdBreak, [property: Id(1)] long AdBreakTs, [property: Id(2)] AdSummary[] Ads, [property: Id(3)] AdOpening? Ad,
    [property: Id(4)] long OpenAdTs, [property: Id(5)] long OpenAdMs, [property: Id(6)] int OpenAdIndex,
    [property: Id(7)] int AdCount, [property: Id(8)] int AdCompletes, [property: Id(9)] int AdSkips)
{
    public static StoredAds Of(TrackingState state) => new(
        state.AdBreak, state.AdBreakTs, state.Ads, state.Ad, state.OpenAdTs, state.OpenAdMs, state.OpenAdIndex, state.AdCount, state.AdCompletes, state.AdSkips);

    public void CopyTo(TrackingState state)
    {
        (state.AdBreak, state.AdBreakTs, var ads, state.Ad, state.OpenAdTs, state.OpenAdMs, state.OpenAdIndex, state.AdCount, state.AdCompletes, state.AdSkips) = this;
        state.Ads = Array.ConvertAll(ads, static ad => ad with { Id = SharedTexts.Of(ad.Id), Name = SharedTexts.Of(ad.Name) });
    }
}

/// <summary>The chapters of a session.</summary>
[GenerateSerializer, Immutable, Alias("sg.stored-chapters"), OmitDefaultMemberValues]
internal readonly record struct StoredChapters(
    [property: Id(0)] ChapterSummary[] Chapters, [property: Id(1)] bool ChapterIsOpen, [property: Id(2)] long OpenChapterTs, [property: Id(3)] long OpenChapterMs,
    [property: Id(4)] int OpenChapterIndex, [property: Id(5)] int ChapterCount, [property: Id(6)] int ChapterCompletes)
{
    public static StoredChapters Of(TrackingState state) => new(
        state.Chapters, state.ChapterIsOpen, state.OpenChapterTs, state.OpenChapterMs, state.OpenChapterIndex, state.ChapterCount, state.ChapterCompletes);

    public void CopyTo(TrackingState state)
    {
        (var chapters, state.ChapterIsOpen, state.OpenChapterTs, state.OpenChapterMs, state.OpenChapterIndex, state.ChapterCount, state.ChapterCompletes) = this;
        state.Chapters = Array.ConvertAll(chapters, static chapter => chapter with { Name = SharedTexts.Of(chapter.Name) });
    }
}
