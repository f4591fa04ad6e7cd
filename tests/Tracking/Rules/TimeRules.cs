using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests.Rules;

/// <summary>Times and the two clocks (docs/protocol.md#4-from-events-to-a-session).</summary>
public sealed class TimeRules
{
    [Fact]
    public void The_span_to_the_next_event_belongs_to_the_state_after_the_first()
    {
        var metrics = Viewing.Of(Play(1), PauseStart(4, 3), BufferStart(9, 3), Play(10, 3), SessionEnd(12.5, 5.5)).Metrics;

        Assert.Equal((5_500, 5_000, 1_000), (metrics.ContentTimeSpentMs, metrics.TotalPauseDurationMs, metrics.TotalBufferDurationMs));
    }

    [Fact]
    public void Time_never_comes_from_playhead_differences() =>
        Assert.Equal(10_000, Viewing.Of(Play(1), Ping(6, 80), Ping(11, 2)).Metrics.ContentTimeSpentMs);

    [Fact]
    public void Times_are_kept_in_milliseconds() =>
        Assert.Equal(10_003, Viewing.Of(Play(1), Ping(1.334, 1), Ping(1.667, 2), Ping(11.003, 9)).Metrics.ContentTimeSpentMs);

    [Fact]
    public void A_span_over_the_idle_timeout_counts_nothing()
    {
        var viewing = Viewing.Of(Play(1), Ping(11, 10), StateStart(11, "mute", 10)).Accept(Ping(611.001, 20), 600).Accept(Ping(612.001, 21), 601);

        Assert.Equal(11_000, viewing.Metrics.ContentTimeSpentMs);
        Assert.Equal(1_000, viewing.Metrics.PlayerStates.Single().TimeSpentMs);
        Assert.Equal(11_000, viewing.Metrics.UniqueTimePlayedMs);
        Assert.Null(viewing.Finding("clock-jump"));
    }

    [Fact]
    public void A_span_of_just_the_idle_timeout_counts() =>
        Assert.Equal(610_000, Viewing.Of(Play(1), Ping(11, 10)).Accept(Ping(611, 610), 600).Metrics.ContentTimeSpentMs);

    [Fact]
    public void When_the_players_clock_jumps_ahead_later_events_are_shifted_back()
    {
        var viewing = Viewing.Of(Play(1), Ping(11, 10)).Accept(Ping(3_621, 20), 21).Accept(Ping(3_631, 30), 31);

        Assert.Equal(30_000, viewing.Metrics.ContentTimeSpentMs);
        Assert.Equal((1, 0), (viewing.Finding("clock-jump")!.Count, viewing.Session.Counts.Late));
    }

    [Fact]
    public void When_the_players_clock_jumps_back_later_events_are_shifted_ahead()
    {
        var viewing = Viewing.Of(Play(1), Ping(11, 10)).Accept(Ping(-3_579, 20), 21).Accept(Ping(-3_569, 30), 31);

        Assert.Equal(30_000, viewing.Metrics.ContentTimeSpentMs);
        Assert.Equal((1, 0), (viewing.Finding("clock-jump")!.Count, viewing.Session.Counts.Late));
    }

    [Fact]
    public void A_difference_of_just_the_idle_timeout_is_no_clock_jump() =>
        Assert.Null(Viewing.Of(Play(1), Ping(11, 10)).Accept(Ping(621, 20), 21).Finding("clock-jump"));

    [Theory]
    [InlineData(81, false)]
    [InlineData(81.001, true)]
    [InlineData(-39, false)]
    [InlineData(-39.001, true)]
    public void Clocks_that_move_apart_by_over_a_minute_between_two_arrivals_drift_and_no_time_is_shifted(double at, bool isFound)
    {
        var viewing = Viewing.Of(Play(1), Ping(11, 10)).Accept(Ping(at, 20), 21);

        Assert.Equal(isFound ? Ms(at) : null, viewing.Finding("clock-drift")?.Ts);
        Assert.Null(viewing.Finding("clock-jump"));
        Assert.Equal(at > 0 ? (long)Math.Round((at - 1) * 1000) : 10_000, viewing.Metrics.ContentTimeSpentMs);
    }

    [Fact]
    public void Clocks_drift_from_the_sessionStart_to_the_first_event_too_and_a_clock_that_was_changed_is_no_drift()
    {
        Assert.Equal(Ms(70), Viewing.Start().Accept(Play(70), 5).Finding("clock-drift")!.Ts);
        Assert.Null(Viewing.Start().Accept(Play(700), 5).Finding("clock-drift"));
        Assert.DoesNotContain(Viewing.Downloaded(Play(0), Ping(500, 500)).Findings(), static finding => finding.Code == "clock-drift");
    }

    [Fact]
    public void A_repeat_of_an_old_event_is_no_clock_jump()
    {
        var play = Play(1);
        var viewing = Viewing.Of(play).Accept(Ping(500, 10), 500).Accept(Ping(1_000, 20), 1_000).Accept(play, 1_001).Accept(Ping(1_010, 30), 1_010);

        Assert.Null(viewing.Finding("clock-jump"));
        Assert.Equal(1, viewing.Session.Counts.Duplicates);
    }

    [Fact]
    public void A_clock_far_from_the_servers_is_fine_and_found()
    {
        var viewing = Viewing.Start(SessionStart(at: -3_000_000)).Accept(Play(-2_999_999), 1).Accept(Ping(-2_999_990, 9), 10);

        Assert.Equal(9_000, viewing.Metrics.ContentTimeSpentMs);
        Assert.NotNull(viewing.Finding("clock-skew"));
        Assert.Null(viewing.Finding("clock-jump"));
    }

    [Fact]
    public void A_clock_that_is_changed_by_more_than_24_hours_is_found_from_then_on() =>
        Assert.Equal((2, Ms(100_000)), (Viewing.Of(Play(0)).Accept(Ping(100_000), 10).Accept(Ping(100_010), 20).Finding("clock-skew") is { } found ? (found.Count, found.Ts) : default));

    [Fact]
    public void A_clock_within_24_hours_of_the_servers_is_not_found() =>
        Assert.Null(Viewing.Start(SessionStart(at: -86_000)).Accept(Play(-85_999), 1).Finding("clock-skew"));

    [Fact]
    public void The_times_of_the_view_are_the_servers_and_the_players()
    {
        var session = Viewing.Start(SessionStart(at: -5)).Accept(Play(-4), 1.5).Accept(Ping(3, 7), 8.25).Session;

        Assert.Equal((Zero, Ms(8.25)), (session.OpenedAtMs, session.LastEventAtMs));
        Assert.Equal((Ms(-5), Ms(3)), (session.StartTs, session.EndTs));
    }
}
