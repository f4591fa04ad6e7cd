using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests.Rules;

/// <summary>Downloaded: one closed session, sorted as a whole (docs/protocol.md#4-from-events-to-a-session).</summary>
public sealed class DownloadedRules
{
    [Fact]
    public void A_batch_is_sorted_as_a_whole()
    {
        PlayerEvent[] pings = [.. Enumerable.Range(1, 40).Select(n => Ping(n, n))];
        var session = Viewing.Downloaded([.. pings.Reverse(), Play(0)]);

        Assert.Equal(40_000, session.Metrics().ContentTimeSpentMs);
        Assert.Equal(0, session.Counts.Late);
    }

    [Fact]
    public void A_batch_is_closed_at_once_by_its_last_event()
    {
        var session = Viewing.Downloaded(Play(0), Ping(10, 10));

        Assert.Equal((ClosedBy.Downloaded, Ms(10)), (session.ClosedBy, session.EndTs));
        Assert.NotNull(session.ClosedAtMs);
        Assert.Null(session.ClosesAtMs);
    }

    [Fact]
    public void A_batch_with_a_sessionEnd_is_closed_by_it() =>
        Assert.Equal(ClosedBy.SessionEnd, Viewing.Downloaded(SessionEnd(10, 10), Play(0)).ClosedBy);

    [Fact]
    public void Events_after_the_sessionEnd_are_kept_as_a_finding()
    {
        var session = Viewing.Downloaded(Play(0), SessionEnd(10, 10), Ping(20, 20), Error(30, "e"));

        Assert.Equal((2, Ms(20)), session.Findings().Where(one => one.Code == "after-end").Select(one => (one.Count, one.Ts)).Single());
        Assert.Equal((10_000L, 0), (session.Metrics().ContentTimeSpentMs, session.Metrics().ErrorEvents));
        Assert.Equal(Ms(10), session.EndTs);
    }

    [Fact]
    public void A_silence_over_the_idle_timeout_closes_nothing_and_counts_nothing()
    {
        var session = Viewing.Downloaded(Play(0), Ping(10, 10), Ping(5_000, 20), Ping(5_005, 25));

        Assert.Equal((ClosedBy.Downloaded, 15_000L), (session.ClosedBy, session.Metrics().ContentTimeSpentMs));
        Assert.DoesNotContain(session.Findings(), one => one.Code is "clock-jump" or "late");
    }

    [Fact]
    public void Offline_players_ping_every_50_seconds_so_only_over_60_are_a_silence()
    {
        Assert.DoesNotContain(Viewing.Downloaded(Play(0), Ping(50, 50), Ping(110, 100)).Findings(), static one => one.Code == "no-ping");
        Assert.Contains(Viewing.Downloaded(Play(0), Ping(60.001, 50)).Findings(), static one => one.Code == "no-ping");
    }

    [Fact]
    public void A_film_pinged_every_50_seconds_up_to_its_sessionEnd_has_no_findings()
    {
        var session = Viewing.Downloaded([Play(0), .. Enumerable.Range(1, 12).Select(static n => Ping(n * 50, n * 8)), SessionEnd(610, 97)]);

        Assert.Equal(ClosedBy.SessionEnd, session.ClosedBy);
        Assert.Empty(session.Findings());
    }

    [Fact]
    public void An_empty_batch_is_a_session_that_never_played()
    {
        var session = Viewing.Downloaded();

        Assert.Equal(ClosedBy.Downloaded, session.ClosedBy);
        Assert.Contains(session.Findings(), one => one.Code == "never-played");
        Assert.True(session.Metrics().DropBeforeStart);
    }

    [Fact]
    public void What_is_open_at_the_end_of_a_batch_is_cut_at_its_last_event()
    {
        var session = Viewing.Downloaded(Play(0), ChapterStart(1, 1, 1), AdBreakStart(2), AdStart(2), Ping(4));

        Assert.Equal((PlayOutcome.Cut, Ms(4)), (session.Metrics().Ads.Single().Outcome, session.Metrics().Ads.Single().EndTs));
        Assert.Equal(2_000, session.Metrics().AdTimeSpentMs);
        Assert.Equal(1_000, session.Metrics().Chapters.Single().TimePlayedMs);
    }

    [Fact]
    public void Repeats_anywhere_in_the_array_are_applied_once_and_told_from_the_first_event_that_has_one()
    {
        PlayerEvent[] once = [Play(0), Error(1, "one", playhead: 1), Error(2, "two", playhead: 2)];
        var session = Viewing.Downloaded(once[0], once[1], once[2], once[2], once[1], once[1]);

        Assert.Equal((7, 3), (session.Counts.Received, session.Counts.Duplicates));
        Assert.Equal(2, session.Metrics().ErrorEvents);
        var found = session.Findings().Single(static finding => finding.Code == "duplicate");
        Assert.Equal((3, Ms(1)), (found.Count, found.Ts));
    }
}
