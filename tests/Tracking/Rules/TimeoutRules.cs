using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests.Rules;

/// <summary>Timeouts, on the server's clock from receipt (docs/protocol.md#4-from-events-to-a-session).</summary>
public sealed class TimeoutRules
{
    [Fact]
    public void Ten_minutes_without_an_event_close_as_idle_at_the_last_event()
    {
        var viewing = Viewing.Of(Play(0), Ping(10, 10));

        Assert.Equal((Ms(610), Ms(610)), (viewing.Session.ClosesAtMs, viewing.Session.NextDeadlineMs));
        Assert.False(viewing.Deadline(609.999));
        Assert.Null(viewing.Session.ClosedBy);
        Assert.True(viewing.Deadline(610));
        Assert.Equal((ClosedBy.Idle, Ms(10)), (viewing.Session.ClosedBy, viewing.Session.EndTs));
        Assert.Equal((10_000L, 600_000L), (viewing.Metrics.ContentTimeSpentMs, viewing.Metrics.SinceLastCallMs));
    }

    [Fact]
    public void A_session_that_never_got_an_event_closes_as_idle()
    {
        var viewing = Viewing.Start();

        Assert.True(viewing.Deadline(600));
        Assert.Equal(ClosedBy.Idle, viewing.Session.ClosedBy);
        Assert.NotNull(viewing.Finding("never-played"));
    }

    [Fact]
    public void Thirty_minutes_without_playhead_movement_close_as_no_progress_although_pings_come()
    {
        var viewing = Viewing.Of(Play(0), Ping(10, 10), PauseStart(20, 20));
        for (var at = 60; at < 1_820; at += 60)
        {
            viewing.Then(Ping(at, 20));
        }

        Assert.Equal(Ms(1_820), viewing.Session.ClosesAtMs);
        Assert.False(viewing.Deadline(1_819.999));
        Assert.True(viewing.Deadline(1_820));
        Assert.Equal((ClosedBy.NoProgress, Ms(1_800)), (viewing.Session.ClosedBy, viewing.Session.EndTs));
        Assert.Equal(1_780_000, viewing.Metrics.TotalPauseDurationMs);
    }

    [Fact]
    public void Movement_puts_the_no_progress_deadline_off()
    {
        var viewing = Viewing.Of(Play(0));
        for (var at = 60; at <= 3_600; at += 60)
        {
            viewing.Then(Ping(at, at));
        }

        Assert.False(viewing.Deadline(3_600));
        Assert.Null(viewing.Session.ClosedBy);
    }

    [Fact]
    public void Ads_do_not_put_the_no_progress_deadline_off()
    {
        var viewing = Viewing.Of(Play(0), Ping(10, 10), AdBreakStart(20, 1, 10), AdStart(20, "long", 10));
        for (var at = 60; at < 1_810; at += 60)
        {
            viewing.Then(Ping(at, 10));
        }

        Assert.True(viewing.Deadline(1_810));
        Assert.Equal(ClosedBy.NoProgress, viewing.Session.ClosedBy);
    }

    [Fact]
    public void At_24_hours_a_session_closes_as_max_age()
    {
        var viewing = Viewing.Start();
        for (var at = 0; at < 86_400; at += 300)
        {
            viewing.Then(Ping(at, at));
        }

        Assert.Equal(Ms(86_400), viewing.Session.ClosesAtMs);
        Assert.True(viewing.Deadline(86_400));
        Assert.Equal(ClosedBy.MaxAge, viewing.Session.ClosedBy);
    }

    [Fact]
    public void A_repeat_counts_as_life()
    {
        var play = Play(0);
        var viewing = Viewing.Of(play).Accept(play, 500);

        Assert.False(viewing.Deadline(1_099));
        Assert.True(viewing.Deadline(1_100));
    }

    [Fact]
    public void A_timed_out_session_refuses_events()
    {
        var viewing = Viewing.Of(Play(0));
        viewing.Deadline(600);

        Assert.Equal(TrackVerdict.Closed, viewing.Receive(Ping(601), 601));
        Assert.Equal(TrackVerdict.Closed, viewing.Receive(Ping(0), 601));
        Assert.Equal(Ms(0), viewing.Session.LastEventAtMs);
    }

    [Fact]
    public void A_refused_event_is_no_life()
    {
        var viewing = Viewing.Of(Play(0), SessionEnd(10));
        viewing.Receive(Ping(20), 20);

        Assert.Equal(Ms(10), viewing.Session.LastEventAtMs);
    }

    [Fact]
    public void The_times_are_configurable()
    {
        var viewing = Viewing.Start(rules: new SessionTimeouts(5_000, 60_000, 120_000, 1_000)).Then(Play(0), Ping(3, 3));

        Assert.Equal(Ms(8), viewing.Session.ClosesAtMs);
        Assert.True(viewing.Deadline(8));
        Assert.Equal(ClosedBy.Idle, viewing.Session.ClosedBy);
    }

    [Fact]
    public void Closing_happens_once()
    {
        var viewing = Viewing.Of(Play(0), Ping(10, 10));
        viewing.Deadline(610);
        var closed = SessionText.Everything(viewing.Session);

        viewing.Deadline(5_000);

        Assert.Equal(closed, SessionText.Everything(viewing.Session));
    }
}
