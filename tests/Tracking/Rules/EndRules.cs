using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests.Rules;

/// <summary>The end by sessionEnd (docs/protocol.md#4-from-events-to-a-session).</summary>
public sealed class EndRules
{
    [Fact]
    public void SessionEnd_closes()
    {
        var session = Viewing.Of(Play(0), SessionEnd(10, 10)).Session;

        Assert.Equal((ClosedBy.SessionEnd, Ms(10), Ms(10)), (session.ClosedBy, session.ClosedAtMs, session.EndTs));
        Assert.Null(session.ClosesAtMs);
        Assert.Equal(0, session.Metrics().SinceLastCallMs);
    }

    [Fact]
    public void For_five_seconds_events_with_a_ts_not_after_the_end_are_put_in_place()
    {
        var viewing = Viewing.Of(Play(0), SessionEnd(10, 10));

        Assert.Equal(TrackVerdict.Accepted, viewing.Receive(PauseStart(4, 4), 12));
        Assert.Equal(TrackVerdict.Accepted, viewing.Receive(Error(10, "e"), 14.999));
        Assert.Equal((4_000L, 6_000L, 1), (viewing.Metrics.ContentTimeSpentMs, viewing.Metrics.TotalPauseDurationMs, viewing.Metrics.ErrorEvents));
        Assert.Equal(0, viewing.Session.Counts.Late);
        Assert.Null(viewing.Finding("after-end"));
    }

    [Fact]
    public void After_five_seconds_an_overtaken_event_is_refused()
    {
        var viewing = Viewing.Of(Play(0), SessionEnd(10, 10));

        Assert.Equal(TrackVerdict.Closed, viewing.Receive(PauseStart(4, 4), 15.001));
        Assert.Equal(10_000, viewing.Metrics.ContentTimeSpentMs);
        Assert.Equal(3, viewing.Session.Counts.Received);
    }

    [Fact]
    public void An_event_with_a_later_ts_is_refused_at_once()
    {
        var viewing = Viewing.Of(Play(0), SessionEnd(10, 10));

        Assert.Equal(TrackVerdict.Closed, viewing.Receive(Ping(10.001, 10), 10.001));
        Assert.Equal(Ms(10), viewing.Session.EndTs);
    }

    [Fact]
    public void A_further_sessionEnd_is_accepted_and_is_an_event_after_the_end()
    {
        var viewing = Viewing.Of(Play(0), SessionEnd(10, 10));
        var before = SessionText.Metrics(viewing.Metrics);

        Assert.Equal(TrackVerdict.Accepted, viewing.Receive(SessionEnd(10, 9), 10));
        Assert.Equal(TrackVerdict.Accepted, viewing.Receive(SessionEnd(11, 11), 11));
        Assert.Equal(TrackVerdict.Accepted, viewing.Receive(SessionEnd(3_000, 11), 3_000));
        Assert.Equal(before, SessionText.Metrics(viewing.Metrics));
        Assert.Equal((ClosedBy.SessionEnd, Ms(10), Ms(10)), (viewing.Session.ClosedBy, viewing.Session.ClosedAtMs, viewing.Session.EndTs));
        Assert.Equal((new EventCounts(4, 0, 0), 2), (viewing.Session.Counts, viewing.Finding("after-end")!.Count));
    }

    [Fact]
    public void Of_two_ends_the_one_with_the_earlier_ts_ends_the_session_in_either_order_of_arrival()
    {
        PlayerEvent[] ends = [SessionEnd(8, 8), SessionEnd(10, 10)];
        var (ordered, overtaken) = (Viewing.Of(Play(0), ends[0], ends[1]), Viewing.Of(Play(0), ends[1], ends[0]));

        Assert.Equal((8_000L, Ms(8), 1), (ordered.Metrics.ContentTimeSpentMs, ordered.Session.EndTs, ordered.Finding("after-end")!.Count));
        Assert.Equal(SessionText.Report(ordered.Session), SessionText.Report(overtaken.Session));
    }

    [Fact]
    public void A_further_sessionEnd_is_accepted_also_when_a_timeout_closed_the_session()
    {
        var viewing = Viewing.Of(Play(0));
        viewing.Deadline(600);

        Assert.Equal(TrackVerdict.Accepted, viewing.Receive(SessionEnd(700), 700));
        Assert.Equal(ClosedBy.Idle, viewing.Session.ClosedBy);
        Assert.Equal(Ms(0), viewing.Session.EndTs);
    }

    [Fact]
    public void A_known_event_is_accepted_also_after_the_close()
    {
        var play = Play(0);
        var end = SessionEnd(10, 10);
        var viewing = Viewing.Of(play, end);

        Assert.Equal(TrackVerdict.Accepted, viewing.Receive(play, 1_000));
        Assert.Equal(TrackVerdict.Accepted, viewing.Receive(end, 1_000));
        Assert.Equal(10_000, viewing.Metrics.ContentTimeSpentMs);
    }

    [Fact]
    public void Repeats_within_the_five_seconds_are_counted_and_later_ones_leave_the_report_alone()
    {
        var end = SessionEnd(10, 10);
        var viewing = Viewing.Of(Play(0), end).Accept(end, 11).Accept(SessionEnd(11, 10), 12).Accept(end, 16);

        Assert.Equal(new(5, 1, 0), viewing.Session.Counts);
    }

    [Fact]
    public void The_deadline_after_sessionEnd_is_the_end_of_the_five_seconds()
    {
        var viewing = Viewing.Of(Play(0), SessionEnd(10, 10));

        Assert.Equal(Ms(15), viewing.Session.NextDeadlineMs);
    }

    [Fact]
    public void An_event_that_came_before_an_overtaking_sessionEnd_but_belongs_after_it_is_found()
    {
        var viewing = Viewing.Of(Play(0), Ping(12, 12), SessionEnd(10, 10));

        Assert.Equal(ClosedBy.SessionEnd, viewing.Session.ClosedBy);
        Assert.Equal(10_000, viewing.Metrics.ContentTimeSpentMs);
        Assert.Equal(1, viewing.Finding("after-end")!.Count);
    }
}
