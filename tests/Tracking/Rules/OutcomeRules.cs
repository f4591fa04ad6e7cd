using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests.Rules;

/// <summary>How ads, ad breaks and chapters end, and what is told of them (docs/protocol.md#4-from-events-to-a-session).</summary>
public sealed class OutcomeRules
{
    [Fact]
    public void Everything_that_an_adStart_said_is_told_again()
    {
        var said = new AdOpening("ad-1", "Ad 1")
        {
            Length = 15.5,
            Position = 0,
            PlayerName = "player",
            Advertiser = "advertiser",
            CampaignId = "campaign",
            CreativeId = "creative",
            CreativeUrl = "https://ads.example/1",
            PlacementId = "placement",
            SiteId = "site",
            BreakName = "pre",
            CustomMetadata = [new("a", "1"), new("b", "2")],
        };
        var ad = Viewing.Of(AdBreakStart(1, 7), AdStart(2, said, playhead: 3), AdComplete(5)).Metrics.Ads.Single();

        Assert.Equal(
            (said.Id, said.Name, said.Length, said.Position, said.PlayerName, said.Advertiser, said.CampaignId, said.CreativeId, said.CreativeUrl, said.PlacementId, said.SiteId, said.BreakName),
            (ad.Id, ad.Name, ad.Length, ad.Position, ad.PlayerName, ad.Advertiser, ad.CampaignId, ad.CreativeId, ad.CreativeUrl, ad.PlacementId, ad.SiteId, ad.BreakName));
        Assert.Equal(said.CustomMetadata, ad.CustomMetadata!);
        Assert.Equal((7L, Ms(2), Ms(5), 3d, 3_000L), (ad.BreakIndex, ad.StartTs, ad.EndTs, ad.Playhead, ad.TimePlayedMs));
    }

    [Fact]
    public void Everything_that_a_chapterStart_said_is_told_again()
    {
        var said = new ChapterOpening(2, "Two") { Offset = 60.5, Length = 120, CustomMetadata = [new("a", "1")] };
        var chapter = Viewing.Of(Play(0), ChapterStart(1, said, 1), ChapterComplete(4, 4)).Metrics.Chapters.Single();

        Assert.Equal((2L, "Two", 60.5, 120d, Ms(1), Ms(4)), (chapter.Index, chapter.Name, chapter.Offset, chapter.Length, chapter.StartTs, chapter.EndTs));
        Assert.Equal(said.CustomMetadata, chapter.CustomMetadata!);
    }

    [Fact]
    public void An_ad_break_has_what_its_adBreakStart_said_and_its_times()
    {
        var viewing = Viewing.Of(AdBreakStart(1, 7, 12), AdStart(2), AdComplete(4));
        Assert.Equal([new() { Index = 7, Name = "break 7", Offset = 12, StartTs = Ms(1) }], viewing.Metrics.AdBreaks);

        Assert.Equal(Ms(5), viewing.Then(AdBreakComplete(5)).Metrics.AdBreaks.Single().EndTs);
    }

    [Fact]
    public void A_break_without_a_name_has_that_of_the_first_of_its_ads_that_says_one()
    {
        var unnamed = Of(PlayerEventType.AdBreakStart, 1, adBreak: new(1, 0, null));
        var viewing = Viewing.Of(unnamed, AdStart(2, "a"), AdStart(3, new AdOpening("b", null) { BreakName = "mid" }), AdStart(4, new AdOpening("c", null) { BreakName = "post" }), AdBreakComplete(5));

        Assert.Equal("mid", viewing.Metrics.AdBreaks.Single().Name);
        Assert.Equal([null, "mid", "post"], viewing.Metrics.Ads.Select(static ad => ad.BreakName));
    }

    [Fact]
    public void The_name_of_an_ad_outside_a_break_names_no_break() =>
        Assert.Null(Viewing.Of(AdStart(1, new AdOpening("a", null) { BreakName = "pre" }), Of(PlayerEventType.AdBreakStart, 2, adBreak: new(1, 0, null))).Metrics.AdBreaks.Single().Name);

    [Fact]
    public void An_ad_is_open_completed_skipped_or_cut_and_only_the_skipped_count_as_skips()
    {
        var viewing = Viewing.Of(
            AdBreakStart(0), AdStart(1, "completed"), AdComplete(2), AdStart(3, "skipped"), AdSkip(4), AdStart(5, "cut by an ad"), AdStart(6, "cut by a break"), AdBreakStart(7, 2),
            AdStart(8, "open"));

        Assert.Equal(
            [("completed", PlayOutcome.Completed, Ms(2)), ("skipped", PlayOutcome.Skipped, Ms(4)), ("cut by an ad", PlayOutcome.Cut, Ms(6)), ("cut by a break", PlayOutcome.Cut, Ms(7)), ("open", PlayOutcome.Open, null)],
            viewing.Metrics.Ads.Select(static ad => (ad.Id, ad.Outcome, ad.EndTs)));
        Assert.Equal((5, 1, 1), (viewing.Metrics.AdCount, viewing.Metrics.AdCompletes, viewing.Metrics.AdSkips));
    }

    [Fact]
    public void A_timeout_cuts_what_is_open_at_the_last_event()
    {
        var viewing = Viewing.Of(Play(0), ChapterStart(1, 1, 1), AdBreakStart(2), AdStart(3), Ping(9));
        Assert.True(viewing.Deadline(700));

        var metrics = viewing.Metrics;
        Assert.Equal((PlayOutcome.Cut, Ms(9)), (metrics.Ads.Single().Outcome, metrics.Ads.Single().EndTs));
        Assert.Equal((PlayOutcome.Cut, Ms(9)), (metrics.Chapters.Single().Outcome, metrics.Chapters.Single().EndTs));
        Assert.Equal(Ms(9), metrics.AdBreaks.Single().EndTs);
    }

    [Fact]
    public void Ads_are_listed_in_order_of_their_start_not_of_their_arrival()
    {
        var viewing = Viewing.Of(AdBreakStart(0), AdStart(5, "second"), AdComplete(4), AdStart(1, "first"));

        Assert.Equal([("first", Ms(1), Ms(4)), ("second", Ms(5), null)], viewing.Metrics.Ads.Select(static ad => (ad.Id!, ad.StartTs, ad.EndTs)));
    }

    [Fact]
    public void A_late_ad_or_chapter_is_cut_at_once()
    {
        var metrics = Viewing.Of(Play(0), Ping(5, 5)).Accept(AdStart(1, "late", 1), 11).Accept(ChapterStart(2, 3, 2), 11).Metrics;

        Assert.Equal((PlayOutcome.Cut, Ms(1), Ms(1)), (metrics.Ads.Single().Outcome, metrics.Ads.Single().StartTs, metrics.Ads.Single().EndTs));
        Assert.Equal((PlayOutcome.Cut, Ms(2), Ms(2)), (metrics.Chapters.Single().Outcome, metrics.Chapters.Single().StartTs, metrics.Chapters.Single().EndTs));
    }

    [Fact]
    public void A_late_adBreakStart_is_listed_nowhere() =>
        Assert.Empty(Viewing.Of(Play(0), Ping(5, 5)).Accept(AdBreakStart(1), 11).Metrics.AdBreaks);

    [Fact]
    public void Errors_have_the_ts_of_the_first_and_the_last_of_them_by_their_order()
    {
        var metrics = Viewing.Of(Play(0), Error(4, "a", playhead: 4), Error(2, "a", playhead: 2), Error(3, "a", playhead: 3)).Metrics;

        Assert.Equal([new("a", "player", 3, Ms(2), Ms(4))], metrics.Errors);
    }

    [Theory]
    [InlineData(PlayerEventType.AdComplete, "nothing-to-close")]
    [InlineData(PlayerEventType.AdSkip, "nothing-to-close")]
    [InlineData(PlayerEventType.AdBreakComplete, "nothing-to-close")]
    [InlineData(PlayerEventType.ChapterComplete, "nothing-to-close")]
    [InlineData(PlayerEventType.ChapterSkip, "nothing-to-close")]
    public void A_closing_event_with_nothing_to_close_changes_nothing_and_is_found(PlayerEventType type, string code)
    {
        var without = Viewing.Of(Play(0), Ping(2, 2));
        var with = Viewing.Of(Play(0), Of(type, 1, 1), Ping(2, 2));

        Assert.Equal(SessionText.Metrics(without.Metrics), SessionText.Metrics(with.Metrics));
        Assert.Equal((1, Ms(1)), (with.Finding(code)!.Count, with.Finding(code)!.Ts));
    }

    [Fact]
    public void A_second_adComplete_has_nothing_to_close() =>
        Assert.Equal(Ms(6), Viewing.Of(AdBreakStart(0), AdStart(0), AdComplete(5), AdComplete(6)).Finding("nothing-to-close")!.Ts);

    [Fact]
    public void A_late_closing_event_is_late_and_no_more() =>
        Assert.Null(Viewing.Of(Play(1), Ping(5, 4)).Accept(AdComplete(2), 11).Accept(ChapterSkip(3), 11).Accept(AdBreakComplete(3), 11).Finding("nothing-to-close"));
}
