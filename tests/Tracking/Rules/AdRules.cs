using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests.Rules;

/// <summary>Ads and ad breaks (docs/protocol.md#4-from-events-to-a-session).</summary>
public sealed class AdRules
{
    [Fact]
    public void AdStart_plays_at_once()
    {
        var viewing = Viewing.Of(AdBreakStart(1), AdStart(2, "a", name: "Ad A"), Ping(3.5));

        var ad = viewing.Metrics.Ads.Single();
        Assert.Equal(("a", "Ad A", 1L, 1_500L, PlayOutcome.Open), (ad.Id, ad.Name, ad.BreakIndex, ad.TimePlayedMs, ad.Outcome));
        Assert.Equal((PlaybackState.Playing, PlaybackPlace.Ad, "a"), (viewing.Session.Playback().State, viewing.Session.Playback().In, viewing.Session.Playback().Ad?.Id));
    }

    [Fact]
    public void Pause_and_buffer_inside_an_ad_stop_its_time_and_count_as_pauses_and_buffers()
    {
        var metrics = Viewing.Of(AdBreakStart(0), AdStart(0), PauseStart(3), Play(5), BufferStart(6), Play(10), AdComplete(12), AdBreakComplete(12)).Metrics;

        Assert.Equal(6_000, metrics.Ads.Single().TimePlayedMs);
        Assert.Equal(6_000, metrics.AdTimeSpentMs);
        Assert.Equal((1, 2_000L, 1, 4_000L), (metrics.PauseCount, metrics.TotalPauseDurationMs, metrics.BufferEvents, metrics.TotalBufferDurationMs));
    }

    [Fact]
    public void The_same_playback_state_of_an_ad_again_is_no_new_period() =>
        Assert.Equal(1, Viewing.Of(AdBreakStart(0), AdStart(0), PauseStart(3), PauseStart(4), Ping(5)).Metrics.PauseCount);

    [Fact]
    public void Between_the_ads_of_a_break_playback_events_have_no_effect_and_no_time_counts()
    {
        var viewing = Viewing.Of(Play(0), AdBreakStart(5, 1, 5), PauseStart(6, 5), Play(7, 5), BufferStart(8, 5), AdStart(10, "a", 5), Ping(12, 5));

        Assert.Equal((5_000L, 2_000L), (viewing.Metrics.ContentTimeSpentMs, viewing.Metrics.AdTimeSpentMs));
        Assert.Equal((0, 0), (viewing.Metrics.PauseCount, viewing.Metrics.BufferEvents));
        Assert.Equal(0, viewing.Metrics.TotalPauseDurationMs + viewing.Metrics.TotalBufferDurationMs);
    }

    [Fact]
    public void Between_ads_the_viewer_is_in_the_break() =>
        Assert.Equal(PlaybackPlace.AdBreak, Viewing.Of(AdBreakStart(1, 3), AdStart(1), AdComplete(3)).Session.Playback().In);

    [Theory]
    [InlineData(PlaybackState.Playing)]
    [InlineData(PlaybackState.Paused)]
    [InlineData(PlaybackState.Buffering)]
    [InlineData(PlaybackState.Starting)]
    public void AdBreakComplete_goes_on_in_the_state_that_was_remembered(PlaybackState remembered)
    {
        PlayerEvent[] before = remembered switch
        {
            PlaybackState.Playing => [Play(0)],
            PlaybackState.Paused => [Play(0), PauseStart(1, 1)],
            PlaybackState.Buffering => [Play(0), BufferStart(1, 1)],
            _ => [],
        };
        var viewing = Viewing.Of([.. before, AdBreakStart(2), AdStart(2), Play(3), PauseStart(4), BufferStart(5), AdComplete(6), Play(7), AdBreakComplete(8), Ping(10)]);

        Assert.Equal((remembered, PlaybackPlace.Content), (viewing.Session.Playback().State, viewing.Session.Playback().In));
        Assert.Equal(remembered switch { PlaybackState.Playing => 4_000, PlaybackState.Starting => 0, _ => 1_000 }, viewing.Metrics.ContentTimeSpentMs);
    }

    [Fact]
    public void Going_on_after_a_break_in_a_remembered_pause_is_no_new_pause()
    {
        var metrics = Viewing.Of(Play(0), PauseStart(1), AdBreakStart(2), AdStart(2), AdComplete(4), AdBreakComplete(4), Ping(7)).Metrics;

        Assert.Equal((1, 4_000L), (metrics.PauseCount, metrics.TotalPauseDurationMs));
    }

    [Fact]
    public void A_play_inside_a_break_is_no_content_start()
    {
        var viewing = Viewing.Of(AdBreakStart(1), Play(1.5), AdStart(2), Play(2.5), AdComplete(5), Play(5.5), AdBreakComplete(6), Ping(8));

        Assert.False(viewing.Metrics.ContentStart);
        Assert.Equal(0, viewing.Metrics.ContentTimeSpentMs);
        Assert.Null(viewing.Metrics.ContentSegment);
    }

    [Fact]
    public void An_ad_outside_a_break_is_kept_and_its_time_stays_main_content()
    {
        var viewing = Viewing.Of(Play(0), AdStart(2, "stray"), Ping(5, 5), AdComplete(6, 6), Ping(8, 8));

        Assert.Equal(8_000, viewing.Metrics.ContentTimeSpentMs);
        Assert.Equal(0, viewing.Metrics.AdTimeSpentMs);
        var ad = viewing.Metrics.Ads.Single();
        Assert.Equal(("stray", null, null, 0L, PlayOutcome.Completed), (ad.Id, ad.Name, ad.BreakIndex, ad.TimePlayedMs, ad.Outcome));
        Assert.Equal((1, Ms(2)), (viewing.Finding("ad-outside-break")!.Count, viewing.Finding("ad-outside-break")!.Ts));
    }

    [Fact]
    public void Opening_a_second_ad_cuts_the_first()
    {
        var viewing = Viewing.Of(AdBreakStart(0), AdStart(0, "one"), AdStart(3, "two"), AdComplete(5));

        Assert.Equal([("one", 3_000L, PlayOutcome.Cut, Ms(3)), ("two", 2_000L, PlayOutcome.Completed, Ms(5))], viewing.Metrics.Ads.Select(ad => (ad.Id, ad.TimePlayedMs, ad.Outcome, ad.EndTs)));
        Assert.Equal((2, 1, 0), (viewing.Metrics.AdCount, viewing.Metrics.AdCompletes, viewing.Metrics.AdSkips));
        Assert.Equal(1, viewing.Finding("unclosed-ad")!.Count);
    }

    [Fact]
    public void Opening_a_second_break_closes_the_first_and_remembers_main_content_still()
    {
        var viewing = Viewing.Of(Play(0), AdBreakStart(2, 1), AdStart(2, "one"), AdBreakStart(4, 2), AdStart(4, "two"), AdComplete(6), AdBreakComplete(6), Ping(8, 4));

        Assert.Equal([(1, 2_000, false), (2, 2_000, true)], viewing.Metrics.Ads.Select(ad => ((int)ad.BreakIndex!, (int)ad.TimePlayedMs, ad.Completed)));
        Assert.Equal(4_000, viewing.Metrics.ContentTimeSpentMs);
        Assert.NotNull(viewing.Finding("unclosed-break"));
    }

    [Fact]
    public void AdBreakComplete_cuts_an_open_ad()
    {
        var viewing = Viewing.Of(Play(0), AdBreakStart(2), AdStart(2), AdBreakComplete(4), Ping(6, 4));

        Assert.Equal((0, 0, PlayOutcome.Cut), (viewing.Metrics.AdCompletes, viewing.Metrics.AdSkips, viewing.Metrics.Ads.Single().Outcome));
        Assert.Equal((2_000L, 4_000L), (viewing.Metrics.AdTimeSpentMs, viewing.Metrics.ContentTimeSpentMs));
        Assert.NotNull(viewing.Finding("unclosed-ad"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SessionComplete_and_sessionEnd_close_ad_break_and_chapter(bool complete)
    {
        var viewing = Viewing.Of(Play(0), ChapterStart(0), AdBreakStart(2), AdStart(2), complete ? SessionComplete(4) : SessionEnd(4));

        Assert.Equal((0, 0, PlayOutcome.Cut), (viewing.Metrics.AdCompletes, viewing.Metrics.AdSkips, viewing.Metrics.Ads.Single().Outcome));
        Assert.Equal(PlayOutcome.Cut, viewing.Metrics.Chapters.Single().Outcome);
        Assert.Equal((Ms(4), Ms(4), Ms(4)), (viewing.Metrics.Ads.Single().EndTs, viewing.Metrics.AdBreaks.Single().EndTs, viewing.Metrics.Chapters.Single().EndTs));
        Assert.NotNull(viewing.Finding("unclosed-ad"));
        Assert.NotNull(viewing.Finding("unclosed-break"));
        Assert.NotNull(viewing.Finding("unclosed-chapter"));
        var playback = viewing.Session.Playback();
        Assert.Equal((null, null, null), (playback.Ad, playback.AdBreak, playback.Chapter));
    }

    [Fact]
    public void A_stray_adComplete_in_order_counts_nothing()
    {
        var metrics = Viewing.Of(Play(0), AdComplete(1), AdSkip(2), AdBreakComplete(3), ChapterComplete(4), Ping(5, 5)).Metrics;

        Assert.Equal((0, 0, 0, 5_000L), (metrics.AdCompletes, metrics.AdSkips, metrics.ChapterCompletes, metrics.ContentTimeSpentMs));
    }

    [Fact]
    public void The_first_break_is_what_the_viewer_sees_while_it_is_open()
    {
        var viewing = Viewing.Of(Play(0), AdBreakStart(10, 7, 10));

        Assert.Equal((7L, Ms(10)), (viewing.Session.Playback().AdBreak!.Index, viewing.Session.Playback().AdBreak!.StartTs));
        Assert.Null(viewing.Then(AdBreakComplete(20, 10)).Session.Playback().AdBreak);
    }
}
