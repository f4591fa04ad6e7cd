using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests.Rules;

/// <summary>Which break an ad is told to be in, and what is told of one that is not listed (docs/protocol.md#what-was-said-at-length).</summary>
public sealed class BreakOfAdRules
{
    [Fact]
    public void Breaks_with_the_same_index_are_told_apart()
    {
        var ads = Viewing.Of(
            AdBreakStart(0), AdStart(0), AdComplete(5), AdBreakComplete(5), AdBreakStart(5), AdStart(5), AdComplete(9), AdStart(9), AdComplete(12), AdBreakComplete(12), AdStart(20), AdComplete(25)).Metrics.Ads;

        Assert.Equal([(true, 0, 1), (true, 1, 1), (true, 1, 1), (false, null, null)], ads.Select(static ad => (ad.InBreak, ad.BreakItem, ad.BreakIndex)));
    }

    [Fact]
    public void A_clock_that_was_set_back_changes_neither_the_break_of_an_ad_nor_its_place()
    {
        var metrics = Viewing.Of(AdBreakStart(0), AdStart(0), AdComplete(15))
            .Accept(AdStart(-3_580), arrivesAt: 20).Accept(AdComplete(-3_570), arrivesAt: 30).Accept(AdBreakComplete(-3_570), arrivesAt: 30)
            .Accept(ChapterStart(-3_560), arrivesAt: 40).Accept(ChapterComplete(-3_550), arrivesAt: 50).Metrics;

        Assert.Equal([(0, Ms(0), 0L, 0L), (0, Ms(-3_580), 3_600_000L, 3_600_000L)], metrics.Ads.Select(static ad => (ad.BreakItem, ad.StartTs, ad.StartShiftMs, ad.EndShiftMs)));
        Assert.Equal((Ms(-3_550), 3_600_000), (metrics.Chapters.Single().EndTs, metrics.Chapters.Single().EndShiftMs));
    }

    [Fact]
    public void An_ad_that_is_open_when_the_clock_is_set_back_ends_after_its_start()
    {
        var ad = Viewing.Of(AdBreakStart(0), AdStart(10)).Accept(AdComplete(-3_580), arrivesAt: 20).Metrics.Ads.Single();

        Assert.Equal((Ms(10), 0, Ms(-3_580), 3_600_000), (ad.StartTs, ad.StartShiftMs, ad.EndTs, ad.EndShiftMs));
    }

    [Fact]
    public void An_ad_in_a_break_that_is_not_listed_is_told_from_one_outside_a_break()
    {
        var viewing = Viewing.Start();
        for (var n = 1; n <= TrackingState.MaxAdBreaks + 1; n++)
        {
            viewing.Then(AdBreakStart(n));
        }

        var ads = viewing.Then(AdStart(202), AdComplete(203), AdBreakComplete(204), AdStart(205), AdComplete(206)).Metrics.Ads;

        Assert.Equal([(true, null, null), (false, null, null)], ads.Select(static ad => (ad.InBreak, ad.BreakItem, ad.BreakIndex)));
    }

    [Fact]
    public void Of_an_ad_on_the_screen_that_is_not_listed_only_what_is_known_is_told()
    {
        var viewing = Viewing.Of(AdBreakStart(0, index: 7));
        for (var n = 1; n <= TrackingState.MaxAds + 1; n++)
        {
            viewing.Then(AdStart(n, playhead: 3));
        }

        var ad = viewing.Then(Ping(210, 3)).Session.Playback().Ad!;

        Assert.Equal((null, null, null, true, 0, 7), (ad.Id, ad.StartTs, ad.Playhead, ad.InBreak, ad.BreakItem, ad.BreakIndex));
        Assert.Equal((9_000, null, PlayOutcome.Open), (ad.TimePlayedMs, ad.EndTs, ad.Outcome));
    }

    [Fact]
    public void A_late_ad_is_in_the_open_break_only_if_that_had_begun()
    {
        var viewing = Viewing.Of(Play(0), AdBreakStart(20), Ping(30)).Accept(AdStart(21), arrivesAt: 40).Accept(AdStart(19), arrivesAt: 41);

        Assert.Equal([true, false], viewing.Metrics.Ads.Select(static ad => ad.InBreak));
    }
}
