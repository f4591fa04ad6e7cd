using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests.Rules;

/// <summary>Players close the break first and its ad up to a second later (docs/protocol.md#4-from-events-to-a-session).</summary>
public sealed class ClosedAfterBreakRules
{
    [Theory]
    [InlineData(PlayerEventType.AdComplete, PlayOutcome.Completed, 1, 0)]
    [InlineData(PlayerEventType.AdSkip, PlayOutcome.Skipped, 0, 1)]
    public void The_end_of_an_ad_within_a_second_after_the_adBreakComplete_that_cut_it_is_its_end(PlayerEventType type, PlayOutcome outcome, int completes, int skips)
    {
        var viewing = Viewing.Of(AdBreakStart(0), AdStart(0), AdBreakComplete(15), Of(type, 15.1));

        var ad = viewing.Metrics.Ads.Single();
        Assert.Equal((outcome, Ms(15.1), 15_000L), (ad.Outcome, ad.EndTs, ad.TimePlayedMs));
        Assert.Equal((completes, skips), (viewing.Metrics.AdCompletes, viewing.Metrics.AdSkips));
        Assert.Equal((1, Ms(15.1)), (viewing.Finding("closed-after-break")!.Count, viewing.Finding("closed-after-break")!.Ts));
        Assert.Null(viewing.Finding("unclosed-ad"));
        Assert.Null(viewing.Finding("nothing-to-close"));
    }

    [Theory]
    [InlineData(16.0, true)]
    [InlineData(16.001, false)]
    public void The_second_is_a_second(double at, bool isEnd)
    {
        var viewing = Viewing.Of(AdBreakStart(0), AdStart(0), AdBreakComplete(15), AdComplete(at));

        Assert.Equal(isEnd ? 1 : 0, viewing.Metrics.AdCompletes);
        Assert.Equal(isEnd, viewing.Finding("closed-after-break") is not null);
        Assert.Equal(!isEnd, viewing.Finding("nothing-to-close") is not null);
        Assert.Equal(!isEnd, viewing.Finding("unclosed-ad") is not null);
    }

    [Fact]
    public void Only_once_for_each_ad()
    {
        var viewing = Viewing.Of(AdBreakStart(0), AdStart(0), AdBreakComplete(15), AdSkip(15.1), AdComplete(15.2));

        Assert.Equal((0, 1, PlayOutcome.Skipped), (viewing.Metrics.AdCompletes, viewing.Metrics.AdSkips, viewing.Metrics.Ads.Single().Outcome));
        Assert.Equal(Ms(15.2), viewing.Finding("nothing-to-close")!.Ts);
    }

    [Fact]
    public void Another_open_ad_is_the_one_that_is_closed()
    {
        var viewing = Viewing.Of(AdBreakStart(0), AdStart(0, "one"), AdBreakComplete(15), AdBreakStart(15.1, 2), AdStart(15.1, "two"), AdComplete(15.5));

        Assert.Equal([("one", PlayOutcome.Cut), ("two", PlayOutcome.Completed)], viewing.Metrics.Ads.Select(static ad => (ad.Id!, ad.Outcome)));
        Assert.Null(viewing.Finding("closed-after-break"));
        Assert.Equal(1, viewing.Finding("unclosed-ad")!.Count);
    }

    [Fact]
    public void The_finding_of_the_cut_is_taken_back_and_those_of_other_cuts_stay()
    {
        var viewing = Viewing.Of(AdBreakStart(0), AdStart(0, "one"), AdBreakComplete(5), AdStart(5.1, "two"), AdStart(5.2, "three"), AdSkip(5.3), AdComplete(5.4));

        Assert.Equal([("one", PlayOutcome.Completed), ("two", PlayOutcome.Cut), ("three", PlayOutcome.Skipped)], viewing.Metrics.Ads.Select(static ad => (ad.Id!, ad.Outcome)));
        Assert.Equal(1, viewing.Finding("unclosed-ad")!.Count);
    }

    [Fact]
    public void Of_two_cut_ads_the_later_gets_its_end()
    {
        var viewing = Viewing.Of(AdBreakStart(0), AdStart(0, "one"), AdBreakComplete(5), AdBreakStart(5.1, 2), AdStart(5.2, "two"), AdBreakComplete(5.5), AdComplete(5.6), AdComplete(5.7));

        Assert.Equal([("one", PlayOutcome.Cut), ("two", PlayOutcome.Completed)], viewing.Metrics.Ads.Select(static ad => (ad.Id!, ad.Outcome)));
        Assert.Equal((1, 1, 1), (viewing.Finding("closed-after-break")!.Count, viewing.Finding("unclosed-ad")!.Count, viewing.Finding("nothing-to-close")!.Count));
    }

    [Fact]
    public void An_ad_that_anything_else_cut_stays_cut()
    {
        Assert.Equal(PlayOutcome.Cut, Viewing.Of(AdBreakStart(0), AdStart(0), SessionComplete(5), AdComplete(5.1)).Metrics.Ads.Single().Outcome);
        Assert.Equal(PlayOutcome.Cut, Viewing.Of(AdBreakStart(0), AdStart(0), AdBreakStart(5, 2), AdComplete(5.1)).Metrics.Ads.Single().Outcome);
    }

    [Fact]
    public void An_overtaken_end_of_an_ad_is_put_in_its_place_first()
    {
        var viewing = Viewing.Of(AdBreakStart(0), AdStart(0), AdComplete(15.1), AdBreakComplete(15));

        Assert.Equal((PlayOutcome.Completed, 15_000L), (viewing.Metrics.Ads.Single().Outcome, viewing.Metrics.Ads.Single().TimePlayedMs));
        Assert.NotNull(viewing.Finding("closed-after-break"));
    }

    [Fact]
    public void A_late_end_of_an_ad_has_no_such_chance()
    {
        var viewing = Viewing.Of(AdBreakStart(0), AdStart(0), AdBreakComplete(15), Ping(16.5)).Accept(AdComplete(15.5), 30);

        Assert.Equal((1, PlayOutcome.Cut), (viewing.Metrics.AdCompletes, viewing.Metrics.Ads.Single().Outcome));
        Assert.Null(viewing.Finding("closed-after-break"));
    }
}
