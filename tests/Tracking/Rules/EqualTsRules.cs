using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests.Rules;

/// <summary>The order of events whose <c>ts</c> is equal (docs/protocol.md#4-from-events-to-a-session).</summary>
public sealed class EqualTsRules
{
    [Fact]
    public void AdComplete_comes_before_the_adStart_of_the_next_ad()
    {
        var viewing = Viewing.Of(AdBreakStart(1), AdStart(1, "one"), AdStart(11, "two"), AdComplete(11), AdComplete(21));

        Assert.All(viewing.Metrics.Ads, ad => Assert.Equal((10_000, true), (ad.TimePlayedMs, ad.Completed)));
        Assert.Null(viewing.Finding("unclosed-ad"));
    }

    [Fact]
    public void AdComplete_comes_before_adBreakComplete() =>
        Assert.True(Viewing.Of(AdBreakStart(1), AdStart(1), AdBreakComplete(5), AdComplete(5)).Metrics.Ads.Single().Completed);

    [Fact]
    public void AdSkip_comes_before_adBreakComplete()
    {
        var viewing = Viewing.Of(AdBreakStart(1), AdStart(1), AdBreakComplete(5), AdSkip(5));

        Assert.Equal((0, 1), (viewing.Metrics.AdCompletes, viewing.Metrics.AdSkips));
        Assert.Null(viewing.Finding("unclosed-ad"));
    }

    [Fact]
    public void AdBreakComplete_comes_before_the_adBreakStart_of_the_next_break()
    {
        var viewing = Viewing.Of(Play(1), AdBreakStart(2, 1), AdBreakStart(3, 2), AdBreakComplete(3), AdStart(4, "in two"), Ping(5));

        Assert.Equal(2, viewing.Session.Playback().AdBreak!.Index);
        Assert.Null(viewing.Finding("unclosed-break"));
    }

    [Fact]
    public void AdBreakComplete_comes_before_play_so_that_the_play_is_main_content()
    {
        var viewing = Viewing.Of(AdBreakStart(1), AdStart(1), Play(5), AdBreakComplete(5), AdComplete(5), Ping(7, 2));

        Assert.True(viewing.Metrics.ContentStart);
        Assert.Equal(2_000, viewing.Metrics.ContentTimeSpentMs);
    }

    [Fact]
    public void ChapterComplete_comes_before_the_chapterStart_of_the_next_chapter()
    {
        var viewing = Viewing.Of(Play(1), ChapterStart(1, 1), ChapterStart(3, 2, 2), ChapterComplete(3, 2), Ping(4, 3));

        Assert.Equal([(2_000, true), (1_000, false)], viewing.Metrics.Chapters.Select(one => (one.TimePlayedMs, one.Completed)));
        Assert.Null(viewing.Finding("unclosed-chapter"));
    }

    [Fact]
    public void StateEnd_comes_before_the_stateStart_that_opens_it_again()
    {
        var viewing = Viewing.Of(StateStart(1, "mute"), StateStart(3, "mute"), StateEnd(3, "mute"), Ping(4));

        Assert.Equal(new("mute", 2, 3_000), viewing.Metrics.PlayerStates.Single());
        Assert.Equal(["mute"], viewing.Session.Playback().PlayerStates);
    }

    [Fact]
    public void StatesUpdate_counts_as_stateEnd_too()
    {
        var viewing = Viewing.Of(StateStart(1, "mute"), StateStart(3, "mute"), StatesUpdate(3, starts: ["pip"], ends: ["mute"]), Ping(4));

        Assert.Equal([("mute", 2, 3_000L), ("pip", 1, 1_000L)], viewing.Metrics.PlayerStates.Select(one => (one.Name, one.Count, one.TimeSpentMs)));
    }

    [Fact]
    public void StatesUpdate_counts_as_stateStart_too_when_it_has_nothing_to_end()
    {
        var viewing = Viewing.Of(Play(1), StateEnd(3, "pip", 9), Ping(3, 2), StatesUpdate(3, starts: ["pip"], ends: ["mute"], playhead: 9));

        Assert.Equal(new("pip", 1, 0), viewing.Metrics.PlayerStates.Single());
        Assert.Empty(viewing.Session.Playback().PlayerStates);
        Assert.Equal(2, viewing.Session.Playback().Playhead);
    }

    [Fact]
    public void AdBreakStart_comes_before_adStart()
    {
        var viewing = Viewing.Of(AdStart(1), AdBreakStart(1, 7), Ping(3));

        Assert.Equal((7, 2_000), (viewing.Metrics.Ads.Single().BreakIndex, viewing.Metrics.Ads.Single().TimePlayedMs));
        Assert.Null(viewing.Finding("ad-outside-break"));
    }

    [Fact]
    public void AdStart_comes_before_play_so_that_the_play_is_the_ads()
    {
        var viewing = Viewing.Of(Play(1), AdStart(1), AdBreakStart(1), Ping(3));

        Assert.False(viewing.Metrics.ContentStart);
        Assert.Equal(2_000, viewing.Metrics.AdTimeSpentMs);
    }

    [Fact]
    public void ChapterStart_and_stateStart_come_before_a_playback_event()
    {
        var viewing = Viewing.Of(Play(1), StateStart(1, "mute"), ChapterStart(1), Ping(2, 1));

        Assert.Equal(1_000, viewing.Metrics.Chapters.Single().TimePlayedMs);
        Assert.Equal(1_000, viewing.Metrics.PlayerStates.Single().TimeSpentMs);
    }

    [Fact]
    public void Playback_events_come_before_pings() =>
        Assert.Equal(2, Viewing.Of(Play(1), Ping(3, 2), PauseStart(3, 4)).Session.Playback().Playhead);

    [Fact]
    public void Playback_events_of_equal_ts_keep_their_order_of_arrival()
    {
        var viewing = Viewing.Of(Play(1), PauseStart(3), Play(3), Ping(5, 2));

        Assert.Equal((1, 0L, 4_000L), (viewing.Metrics.PauseCount, viewing.Metrics.TotalPauseDurationMs, viewing.Metrics.ContentTimeSpentMs));
        Assert.Equal(PlaybackState.Playing, viewing.Session.Playback().State);

        viewing = Viewing.Of(Play(1), Play(3), PauseStart(3), Ping(5, 2));

        Assert.Equal((1, 2_000L, 2_000L), (viewing.Metrics.PauseCount, viewing.Metrics.TotalPauseDurationMs, viewing.Metrics.ContentTimeSpentMs));
        Assert.Equal(PlaybackState.Paused, viewing.Session.Playback().State);
    }

    [Fact]
    public void Everything_comes_before_sessionComplete_and_sessionEnd()
    {
        var viewing = Viewing.Of(Play(1), SessionEnd(5), SessionComplete(5), Error(5, "e"), ChapterStart(5), AdBreakStart(5), StateStart(5, "mute"));

        Assert.True(viewing.Metrics.ContentComplete);
        Assert.Equal((1, 1), (viewing.Metrics.ErrorEvents, viewing.Metrics.ChapterCount));
        Assert.Single(viewing.Metrics.PlayerStates);
        Assert.Null(viewing.Finding("after-end"));
        Assert.Equal(ClosedBy.SessionEnd, viewing.Session.ClosedBy);
    }

    [Fact]
    public void A_closing_event_waits_for_the_opening_of_the_same_ts_that_it_closes()
    {
        var viewing = Viewing.Of(AdBreakStart(1), AdComplete(2), AdStart(2), ChapterComplete(3), ChapterStart(3), StateEnd(3, "mute"), StateStart(3, "mute"));

        Assert.True(viewing.Metrics.Ads.Single().Completed);
        Assert.True(viewing.Metrics.Chapters.Single().Completed);
        Assert.Empty(viewing.Session.Playback().PlayerStates);
        Assert.Null(viewing.Finding("state-not-open"));
        Assert.Null(viewing.Finding("unclosed-ad"));
    }

    [Theory]
    [InlineData("0 1 2 3")]
    [InlineData("3 2 1 0")]
    [InlineData("1 3 0 2")]
    [InlineData("2 0 3 1")]
    public void A_break_of_no_length_contains_its_ad(string arriving)
    {
        PlayerEvent[] events = [AdBreakStart(10, 7), AdStart(10), AdComplete(10), AdBreakComplete(10)];
        var viewing = Viewing.Of(Play(1)).Then([.. arriving.Split(' ').Select(at => events[int.Parse(at)])]).Then(Ping(12, 2));

        var ad = viewing.Metrics.Ads.Single();
        Assert.Equal((7, PlayOutcome.Completed, 0), (ad.BreakIndex, ad.Outcome, ad.TimePlayedMs));
        Assert.Equal(PlaybackPlace.Content, viewing.Session.Playback().In);
        Assert.Equal(11_000, viewing.Metrics.ContentTimeSpentMs);
        Assert.Empty(viewing.Session.Findings());
    }

    [Fact]
    public void All_ads_of_a_break_of_no_length_are_in_it()
    {
        var viewing = Viewing.Of(AdBreakStart(10, 7), AdBreakComplete(10), AdStart(10, "one"), AdSkip(10), AdStart(10, "two"), AdComplete(10));

        Assert.Equal([("one", 7L, PlayOutcome.Skipped), ("two", 7L, PlayOutcome.Completed)], viewing.Metrics.Ads.Select(ad => (ad.Id, ad.BreakIndex!.Value, ad.Outcome)));
        Assert.Null(viewing.Finding("ad-outside-break"));
    }

    [Fact]
    public void An_ad_without_an_end_is_cut_by_the_end_of_its_break_of_no_length()
    {
        var viewing = Viewing.Of(AdBreakComplete(10), AdStart(10), AdBreakStart(10, 7));

        Assert.Equal((7L, PlayOutcome.Cut), (viewing.Metrics.Ads.Single().BreakIndex, viewing.Metrics.Ads.Single().Outcome));
        Assert.Null(viewing.Finding("ad-outside-break"));
    }

    [Fact]
    public void An_ad_of_no_length_at_the_end_of_a_break_is_in_that_break()
    {
        var viewing = Viewing.Of(AdBreakStart(1, 7), AdStart(1, "one"), AdComplete(10), AdBreakComplete(10), AdSkip(10), AdStart(10, "two"), Ping(12));

        Assert.Equal([("one", 7L, PlayOutcome.Completed), ("two", 7L, PlayOutcome.Skipped)], viewing.Metrics.Ads.Select(ad => (ad.Id, ad.BreakIndex!.Value, ad.Outcome)));
        Assert.Null(viewing.Finding("ad-outside-break"));
    }

    [Fact]
    public void An_ad_that_starts_with_the_next_break_is_in_that_one()
    {
        var viewing = Viewing.Of(
            AdBreakStart(1, 1), AdBreakComplete(10), AdBreakStart(10, 2), AdStart(10, "one"), AdComplete(10), AdStart(10, "two"), AdComplete(20), AdBreakComplete(20), AdBreakStart(20, 3), AdBreakComplete(20));

        Assert.Equal([("one", 2L, 0L), ("two", 2L, 10_000L)], viewing.Metrics.Ads.Select(ad => (ad.Id, ad.BreakIndex!.Value, ad.TimePlayedMs)));
        Assert.Equal(3, viewing.Metrics.AdBreaks.Length);
        Assert.Null(viewing.Finding("unclosed-break"));
    }

    [Fact]
    public void The_parts_of_a_break_of_no_length_are_not_late_when_they_come_slowly()
    {
        var viewing = Viewing.Of(Play(1)).Accept(AdBreakStart(10, 7), 10).Accept(AdStart(10), 16).Accept(AdComplete(10), 22).Accept(AdBreakComplete(10), 28).Accept(Ping(12, 2), 34);

        Assert.Equal((7L, PlayOutcome.Completed), (viewing.Metrics.Ads.Single().BreakIndex, viewing.Metrics.Ads.Single().Outcome));
        Assert.Empty(viewing.Session.Findings());
    }

    [Fact]
    public void A_closing_event_closes_what_was_open_before_and_the_next_one_what_opens_with_it()
    {
        var viewing = Viewing.Of(AdBreakStart(1), AdStart(1, "one"), AdStart(5, "two"), AdSkip(5), AdComplete(5), Ping(6));

        Assert.Equal([("one", 4_000L, false), ("two", 0L, true)], viewing.Metrics.Ads.Select(ad => (ad.Id, ad.TimePlayedMs, ad.Completed)));
        Assert.Equal(PlaybackPlace.AdBreak, viewing.Session.Playback().In);
    }

    [Fact]
    public void A_closing_that_has_nothing_to_close_comes_last_before_the_ends()
    {
        var viewing = Viewing.Of(Play(1), AdComplete(3, 9), Ping(3, 2), ChapterComplete(3, 8), AdBreakComplete(3, 7));

        Assert.Equal(8, viewing.Session.Playback().Playhead);
        Assert.Equal((0, 0), (viewing.Metrics.AdCompletes, viewing.Metrics.ChapterCompletes));
    }

    [Fact]
    public void The_finding_equal_ts_tells_of_an_order_that_was_a_guess()
    {
        var viewing = Viewing.Of(Play(1), PauseStart(3), Play(3), Ping(5, 2));

        Assert.Equal(Ms(3), viewing.Finding("equal-ts")!.Ts);
    }

    [Fact]
    public void The_finding_equal_ts_is_not_for_events_whose_order_the_list_decides() =>
        Assert.Null(Viewing.Of(AdBreakStart(1), AdStart(1), Play(1), AdComplete(5), AdBreakComplete(5), Play(5), Ping(6, 1), SessionComplete(6, 1), SessionEnd(6, 1)).Finding("equal-ts"));

    [Fact]
    public void The_finding_equal_ts_is_not_for_errors_bitrate_changes_and_player_states() =>
        Assert.Null(Viewing.Of(Play(1), Error(2, "a"), Error(2, "b"), BitrateChange(2, 1_000_000), StateStart(2, "mute"), StateStart(2, "pip")).Finding("equal-ts"));
}
