namespace SessionGrains.Grains.Tests.Sessions;

/// <summary>Timeouts, on a clock that the test moves; no request arrives, so it is the wheel that closes.</summary>
public sealed class TimeoutTests
{
    [Fact]
    public async Task A_session_with_no_event_closes_as_idle_after_10_minutes_and_no_request_is_needed()
    {
        await using var cluster = await SessionCluster.Start();
        var session = cluster.Session(Sample.NewId());
        var ts = cluster.NowMs;
        await session.Start(Sample.Start(ts));
        var writes = cluster.Storage.Writes;

        cluster.Pass(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(2));
        Assert.Equal(writes, cluster.Storage.Writes);
        cluster.Pass(TimeSpan.FromSeconds(3));
        await SessionCluster.Until(async () => cluster.Storage.Writes > writes && await cluster.Activations() == 0);

        var closed = await session.Read();
        Assert.Equal(ClosedBy.Idle, closed!.ClosedBy);
        Assert.Equal(closed.OpenedAtMs + 600_000, closed.ClosedAtMs);
        Assert.Equal(ts, closed.EndTs);
        Assert.Contains(closed.Findings, f => f.Code == "never-played");
    }

    [Fact]
    public async Task An_idle_session_ends_at_its_last_event()
    {
        await using var cluster = await SessionCluster.Start();
        var session = cluster.Session(Sample.NewId());
        var ts = cluster.NowMs;
        await session.Start(Sample.Start(ts));
        await session.Track(Sample.Event(PlayerEventType.Play, ts));
        await session.Track(Sample.Event(PlayerEventType.Ping, ts + 10_000, 10));

        cluster.Pass(TimeSpan.FromMinutes(11));
        var closed = await ReadClosed(session);

        Assert.Equal(ClosedBy.Idle, closed.ClosedBy);
        Assert.Equal(ts + 10_000, closed.EndTs);
        Assert.Equal(10_000, closed.Metrics.ContentTimeSpentMs);
        Assert.Equal(600_000, closed.Metrics.SinceLastCallMs);
    }

    [Fact]
    public async Task A_paused_session_that_pings_closes_after_30_minutes_as_no_progress()
    {
        await using var cluster = await SessionCluster.Start();
        var session = cluster.Session(Sample.NewId());
        await session.Start(Sample.Start(cluster.NowMs));
        await session.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs));
        await session.Track(Sample.Event(PlayerEventType.PauseStart, cluster.NowMs + 1, 5));
        var pings = 0;
        while (await session.Track(Sample.Event(PlayerEventType.Ping, cluster.NowMs + 2, 5)) == TrackVerdict.Accepted)
        {
            pings++;
            cluster.Pass(TimeSpan.FromMinutes(1));
        }

        var closed = await ReadClosed(session);
        Assert.Equal(ClosedBy.NoProgress, closed.ClosedBy);
        Assert.Equal(30, pings);
        Assert.Equal(closed.OpenedAtMs + 1_800_000, closed.ClosedAtMs);
    }

    [Fact]
    public async Task The_oldest_session_closes_at_24_hours_as_max_age()
    {
        await using var cluster = await SessionCluster.Start();
        var session = cluster.Session(Sample.NewId());
        await session.Start(Sample.Start(cluster.NowMs));
        await session.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs));
        var playhead = 0;
        while (await session.Track(Sample.Event(PlayerEventType.Ping, cluster.NowMs, playhead += 300)) == TrackVerdict.Accepted)
        {
            cluster.Pass(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5));
        }

        var closed = await ReadClosed(session);
        Assert.Equal(ClosedBy.MaxAge, closed.ClosedBy);
        Assert.Equal(closed.OpenedAtMs + 86_400_000, closed.ClosedAtMs);
    }

    [Fact]
    public async Task A_closed_session_is_forgotten_after_its_retention_and_leaves_nothing_in_the_store()
    {
        await using var cluster = await SessionCluster.Start();
        var session = cluster.Session(Sample.NewId());
        await session.Start(Sample.Start(cluster.NowMs));
        await session.Track(Sample.Event(PlayerEventType.SessionEnd, cluster.NowMs));
        cluster.Pass(TimeSpan.FromSeconds(7));
        Assert.Equal(TrackVerdict.Closed, await session.Track(Sample.Event(PlayerEventType.Ping, cluster.NowMs)));

        cluster.Pass(TimeSpan.FromHours(24), TimeSpan.FromHours(1));
        await SessionCluster.Until(() => Task.FromResult(cluster.Storage.Count == 0));

        Assert.Null(await session.Read());
        Assert.Equal(TrackVerdict.Unknown, await session.Track(Sample.Event(PlayerEventType.Ping, cluster.NowMs)));
    }

    [Fact]
    public async Task Five_seconds_after_its_sessionEnd_a_session_is_finished_without_a_request()
    {
        await using var cluster = await SessionCluster.Start();
        var session = cluster.Session(Sample.NewId());
        var ts = cluster.NowMs;
        await session.Start(Sample.Start(ts));
        await session.Track(Sample.Event(PlayerEventType.SessionEnd, ts + 1_000));
        Assert.Equal(TrackVerdict.Accepted, await session.Track(Sample.Event(PlayerEventType.Play, ts + 500)));
        Assert.Equal(TrackVerdict.Closed, await session.Track(Sample.Event(PlayerEventType.Ping, ts + 1_001)));
        var writes = cluster.Storage.Writes;

        cluster.Pass(TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(1));
        await SessionCluster.Until(async () => cluster.Storage.Writes > writes && await cluster.Activations() == 0);

        var closed = await session.Read();
        Assert.Equal(500, closed!.Metrics.ContentTimeSpentMs);
        Assert.Equal(TrackVerdict.Closed, await session.Track(Sample.Event(PlayerEventType.Ping, ts + 400)));
        Assert.Equal(TrackVerdict.Accepted, await session.Track(Sample.Event(PlayerEventType.SessionEnd, ts + 2_000)));
    }

    private static async Task<SessionView> ReadClosed(ISessionGrain session)
    {
        SessionView? view = null;
        await SessionCluster.Until(async () => (view = await session.Read())!.ClosedBy is not null);
        return view!;
    }
}
