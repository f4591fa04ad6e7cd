using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests.Rules;

/// <summary>What playheads show (docs/protocol.md#5-findings) and the watched time (docs/protocol.md#6-reading-a-session).</summary>
public sealed class PlayheadRules
{
    [Theory]
    [InlineData(86_390, 0, false)]
    [InlineData(86_001, 399, false)]
    [InlineData(86_000, 0, true)]
    [InlineData(86_390, 400, true)]
    public void Midnight_of_a_live_stream_is_no_jump(double before, double after, bool isJump)
    {
        var viewing = Viewing.Start(SessionStart(length: 0, playhead: before)).Then(Play(0, before), Ping(10, after), Ping(20, after + 10));

        Assert.Equal(isJump, viewing.Finding("playhead-jump") is not null);
        Assert.Equal(isJump, viewing.Session.Journal().Points.Any(static point => point.Detail?.Contains("jumped", StringComparison.Ordinal) == true));
    }

    [Fact]
    public void A_playhead_more_than_a_second_beyond_a_known_length_is_found()
    {
        Assert.Null(Viewing.Start(SessionStart(length: 100)).Then(Play(0), Ping(1, 101)).Finding("playhead-beyond-length"));
        Assert.Null(Viewing.Start(SessionStart(length: 0)).Then(Play(0), Ping(1, 45_000)).Finding("playhead-beyond-length"));

        var found = Viewing.Start(SessionStart(length: 3_600)).Then(Play(0, 45_000), AdBreakStart(5, 1, 45_005), AdStart(6, "a", 45_005), Ping(10, 101)).Finding("playhead-beyond-length")!;
        Assert.Equal((3, Ms(0)), (found.Count, found.Ts));
        Assert.NotNull(Viewing.Start(SessionStart(length: 100, playhead: 101.5)).Finding("playhead-beyond-length"));
    }

    [Fact]
    public void A_time_of_day_as_playhead_reaches_all_markers_and_each_event_is_found()
    {
        var viewing = Viewing.Start(SessionStart(length: 3_600)).Then([Play(0, 45_000), .. Enumerable.Range(1, 30).Select(static n => Ping(n * 10, 45_000 + (n * 10)))]);

        Assert.Equal([10, 25, 50, 75, 95], viewing.Metrics.ProgressMarkers);
        Assert.Equal(31, viewing.Finding("playhead-beyond-length")!.Count);
    }

    [Fact]
    public void A_late_playhead_beyond_the_length_is_found_too() =>
        Assert.NotNull(Viewing.Of(Play(0), Ping(5, 5)).Accept(Ping(1, 500), 11).Finding("playhead-beyond-length"));

    [Fact]
    public void A_film_that_runs_after_a_pre_roll_without_a_play_counts_nothing_and_is_found()
    {
        var viewing = Viewing.Of(
        [
            AdBreakStart(0), AdStart(0), Play(0), AdComplete(15), AdBreakComplete(15), .. Enumerable.Range(1, 9).Select(static n => Ping(15 + (n * 10), n * 10)), SessionComplete(115, 100),
        ]);

        Assert.Equal((0L, true), (viewing.Metrics.ContentTimeSpentMs, viewing.Metrics.ContentComplete));
        Assert.Equal((10, Ms(25)), (viewing.Finding("content-without-play")!.Count, viewing.Finding("content-without-play")!.Ts));
    }

    [Fact]
    public void From_the_sessionStart_to_the_first_event_the_playhead_may_go_anywhere() =>
        Assert.Null(Viewing.Start(SessionStart(length: 0)).Then(Ping(0, 3_600), Ping(10, 3_601), Play(11, 3_700)).Finding("content-without-play"));

    [Fact]
    public void In_a_break_and_once_content_has_started_no_play_is_missing()
    {
        Assert.Null(Viewing.Of(AdBreakStart(0), AdStart(0), Ping(5, 5), AdComplete(10, 10), AdBreakComplete(15, 15), Play(16, 20)).Finding("content-without-play"));
        Assert.Null(Viewing.Of(Play(0), PauseStart(5, 5), Ping(10, 50), AdBreakStart(12, 1, 50), AdBreakComplete(13, 50), Ping(20, 60)).Finding("content-without-play"));
    }

    [Fact]
    public void A_late_event_is_no_content_without_play() =>
        Assert.Null(Viewing.Of(Ping(4), Ping(5)).Accept(Ping(1, 50), 11).Finding("content-without-play"));

    [Theory]
    [InlineData(0.001, true)]
    [InlineData(1, true)]
    [InlineData(1.001, false)]
    public void A_play_up_to_a_second_before_the_first_break_is_found_because_it_starts_the_content(double later, bool isFound)
    {
        var viewing = Viewing.Of(Play(1), AdBreakStart(1 + later), AdStart(1 + later), AdComplete(16), AdBreakComplete(16), Play(16));

        Assert.Equal(isFound ? Ms(1 + later) : null, viewing.Finding("play-before-ad-break")?.Ts);
    }

    [Fact]
    public void A_play_that_resumes_content_before_a_break_is_not_found() =>
        Assert.Null(Viewing.Of(Play(0), PauseStart(5, 5), Play(10, 5), AdBreakStart(10.5, 1, 5)).Finding("play-before-ad-break"));

    [Fact]
    public void At_double_speed_all_of_the_content_is_watched()
    {
        var metrics = Viewing.Of([Play(0), .. Enumerable.Range(1, 5).Select(static n => Ping(n * 10, n * 20)), SessionEnd(50.001, 100)]).Metrics;

        Assert.Equal((50_001L, 100_000L), (metrics.ContentTimeSpentMs, metrics.UniqueTimePlayedMs));
    }

    [Theory]
    [InlineData(27.0, 27_000)]
    [InlineData(27.001, 10_000)]
    [InlineData(4.0, 4_000)]
    [InlineData(0.0, 10_000)]
    public void A_playhead_that_goes_on_faster_than_players_do_was_not_watched(double playhead, long watched) =>
        Assert.Equal(watched, Viewing.Of(Play(0), PauseStart(10, playhead)).Metrics.UniqueTimePlayedMs);

    [Fact]
    public void Watched_time_of_a_fast_player_is_cut_at_the_length() =>
        Assert.Equal(5_000, Viewing.Of(Play(0, 95), PauseStart(10, 110)).Metrics.UniqueTimePlayedMs);

    [Fact]
    public void A_span_of_no_time_was_not_watched() =>
        Assert.Equal(0, Viewing.Of(Play(1), BufferStart(1, 1.5)).Metrics.UniqueTimePlayedMs);

    [Fact]
    public void An_ad_or_a_media_without_an_id_is_found()
    {
        var viewing = Viewing.Of(AdBreakStart(0), AdStart(1, ""), AdStart(3, ""), AdStart(4, "a"));

        Assert.Equal((2, Ms(1)), (viewing.Finding("empty-id")!.Count, viewing.Finding("empty-id")!.Ts));
        Assert.Equal(3, viewing.Metrics.Ads.Length);
        Assert.Equal(Ms(0), Viewing.Start(SessionStart(mediaId: "")).Finding("empty-id")!.Ts);
        Assert.NotNull(Viewing.Of(Play(0), Ping(5, 5)).Accept(AdStart(1, ""), 11).Finding("empty-id"));
    }
}
