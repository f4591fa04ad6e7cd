using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests.Rules;

/// <summary>Stalls (docs/protocol.md#4-from-events-to-a-session).</summary>
public sealed class StallRules
{
    [Fact]
    public void A_play_and_two_pings_a_second_apart_with_the_same_playhead_are_a_stall_from_the_first_on()
    {
        var metrics = Viewing.Of(Play(0, 0), Ping(5, 5), Ping(6, 5), Ping(7, 5), Ping(10, 8)).Metrics;

        Assert.Equal((1, 5_000L, 5_000L), (metrics.StallEvents, metrics.TotalStallDurationMs, metrics.ContentTimeSpentMs));
    }

    [Fact]
    public void A_play_counts_as_the_first_of_the_three()
    {
        var metrics = Viewing.Of(Play(0, 5), Ping(1, 5), Ping(2, 5), Ping(3, 6)).Metrics;

        Assert.Equal((1, 3_000L, 0L), (metrics.StallEvents, metrics.TotalStallDurationMs, metrics.ContentTimeSpentMs));
    }

    [Fact]
    public void Two_observations_are_no_stall() =>
        Assert.Equal(0, Viewing.Of(Play(0, 0), Ping(5, 5), Ping(9, 5), Ping(10, 6)).Metrics.StallEvents);

    [Fact]
    public void Pings_less_than_a_second_apart_are_not_counted_among_the_three()
    {
        Assert.Equal(0, Viewing.Of(Play(0, 0), Ping(5, 5), Ping(5.9, 5), Ping(6.9, 5), Ping(7, 6)).Metrics.StallEvents);
        Assert.Equal(1, Viewing.Of(Play(0, 0), Ping(5, 5), Ping(5.9, 5), Ping(6, 5), Ping(6.9, 5), Ping(7, 5), Ping(8, 6)).Metrics.StallEvents);
    }

    [Fact]
    public void A_playhead_that_moves_by_a_millisecond_has_not_moved()
    {
        Assert.Equal(1, Viewing.Of(Play(0, 0), Ping(5, 5), Ping(6, 5.0009), Ping(7, 5), Ping(8, 6)).Metrics.StallEvents);
        Assert.Equal(0, Viewing.Of(Play(0, 0), Ping(5, 5), Ping(6, 5.002), Ping(7, 5.004), Ping(8, 6)).Metrics.StallEvents);
    }

    [Fact]
    public void A_stall_ends_when_the_state_changes()
    {
        var metrics = Viewing.Of(Play(0, 0), Ping(5, 5), Ping(6, 5), Ping(7, 5), PauseStart(9, 5), Ping(12, 5), Play(13, 5), Ping(14, 6)).Metrics;

        Assert.Equal((1, 4_000L, 6_000L, 4_000L), (metrics.StallEvents, metrics.TotalStallDurationMs, metrics.ContentTimeSpentMs, metrics.TotalPauseDurationMs));
    }

    [Fact]
    public void A_state_change_between_the_three_is_no_stall() =>
        Assert.Equal(0, Viewing.Of(Play(0, 0), Ping(5, 5), Ping(6, 5), BufferStart(6.5, 5), Play(6.6, 5), Ping(7.6, 5), Ping(8, 6)).Metrics.StallEvents);

    [Fact]
    public void The_same_play_again_does_not_end_a_stall()
    {
        var metrics = Viewing.Of(Play(0, 0), Ping(5, 5), Play(6, 5), Ping(7, 5), Ping(8, 5), Ping(9, 6)).Metrics;

        Assert.Equal((1, 4_000L), (metrics.StallEvents, metrics.TotalStallDurationMs));
    }

    [Fact]
    public void Errors_and_bitrate_changes_in_between_neither_make_nor_end_a_stall()
    {
        Assert.Equal(0, Viewing.Of(Play(0, 0), Ping(5, 5), Error(6, "e", playhead: 5), Ping(7, 5), BitrateChange(8, 1, 5), Ping(8.5, 6)).Metrics.StallEvents);
        Assert.Equal(4_000, Viewing.Of(Play(0, 0), Ping(5, 5), Error(6, "e", playhead: 5), Ping(7, 5), BitrateChange(7.5, 1, 5), Ping(8, 5), Ping(9, 6)).Metrics.TotalStallDurationMs);
    }

    [Fact]
    public void A_span_that_counts_nothing_does_not_end_a_stall()
    {
        var metrics = Viewing.Of(Play(0, 0), Ping(5, 5)).Accept(Ping(666, 5), 500).Accept(Ping(667, 5), 501).Accept(Ping(669, 6), 503).Metrics;

        Assert.Equal((1, 3_000L, 5_000L), (metrics.StallEvents, metrics.TotalStallDurationMs, metrics.ContentTimeSpentMs));
    }

    [Fact]
    public void Two_stalls_are_two()
    {
        var metrics = Viewing.Of(Play(0, 0), Ping(1, 0), Ping(2, 0), Ping(3, 1), Ping(4, 1), Ping(5, 1), Ping(6, 2)).Metrics;

        Assert.Equal((2, 6_000L), (metrics.StallEvents, metrics.TotalStallDurationMs));
    }

    [Fact]
    public void Paused_content_and_ads_do_not_stall()
    {
        Assert.Equal(0, Viewing.Of(Play(0, 0), PauseStart(5, 5), Ping(6, 5), Ping(7, 5), Ping(8, 5), Play(9, 5), Ping(9.5, 5.5)).Metrics.StallEvents);
        Assert.Equal(0, Viewing.Of(Play(0, 0), AdBreakStart(5, 1, 5), AdStart(5, "a", 5), Ping(6, 5), Ping(7, 5), Ping(8, 5), AdComplete(9, 5), AdBreakComplete(9, 5), Ping(10, 6)).Metrics.StallEvents);
    }

    [Fact]
    public void A_playhead_that_never_moves_in_the_whole_session_is_frozen_and_no_stall()
    {
        var viewing = Viewing.Of(Play(0, 7), Ping(10, 7), Ping(20, 7), Ping(30, 7));

        Assert.Equal((0, 0L, 30_000L), (viewing.Metrics.StallEvents, viewing.Metrics.TotalStallDurationMs, viewing.Metrics.ContentTimeSpentMs));
        Assert.NotNull(viewing.Finding("playhead-frozen"));
    }

    [Fact]
    public void A_playhead_that_moves_at_last_makes_what_went_before_a_stall()
    {
        var viewing = Viewing.Of(Play(0, 7), Ping(10, 7), Ping(20, 7), Ping(30, 8));

        Assert.Equal((1, 30_000L, 0L), (viewing.Metrics.StallEvents, viewing.Metrics.TotalStallDurationMs, viewing.Metrics.ContentTimeSpentMs));
        Assert.Null(viewing.Finding("playhead-frozen"));
    }

    [Fact]
    public void Stalled_time_is_not_watched_time()
    {
        var metrics = Viewing.Of(Play(0, 0), Ping(5, 5), Ping(6, 5), Ping(7, 5), Ping(8, 90), Ping(9, 91)).Metrics;

        Assert.Equal((6_000L, 6_000L), (metrics.ContentTimeSpentMs, metrics.UniqueTimePlayedMs));
    }

    [Fact]
    public void A_playhead_that_moves_by_just_a_thousandth_of_a_second_stands_still() =>
        Assert.Equal(1, Viewing.Of(Play(0, 0), Ping(1, 0), Ping(2, 0.001), Ping(3, 0), Ping(4, 1)).Metrics.StallEvents);

    [Fact]
    public void A_frozen_playhead_is_found_since_the_third_event_that_showed_it()
    {
        var viewing = Viewing.Of(Play(0, 7), Ping(10, 7), Ping(20, 7), Ping(30, 7), PauseStart(40, 7), Play(50, 7), Ping(60, 7), Ping(70, 7));

        Assert.Equal((1, Ms(20)), (viewing.Finding("playhead-frozen")!.Count, viewing.Finding("playhead-frozen")!.Ts));
        Assert.Equal((2, 70_000L), (viewing.Then(Ping(80, 8)).Metrics.StallEvents, viewing.Metrics.TotalStallDurationMs));
    }
}
