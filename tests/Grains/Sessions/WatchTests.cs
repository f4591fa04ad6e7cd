using SessionGrains.Sessions.Watching;

namespace SessionGrains.Grains.Tests.Sessions;

public sealed class WatchTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Whoever_watches_is_told_of_each_event_once_and_of_nothing_when_nothing_came()
    {
        await using var cluster = await SessionCluster.Start();
        var session = cluster.Session(Sample.NewId());
        await session.Start(Sample.Start(cluster.NowMs));
        var first = (await session.Watch(null, Second))!;

        var waiting = session.Watch(first.Cursor, Second);
        await session.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs));
        var second = (await waiting)!;

        Assert.NotNull(first.View);
        Assert.Empty(first.Applied);
        Assert.Equal(PlayerEventType.Play, Assert.Single(second.Applied).Type);
        Assert.Equal(PlaybackState.Playing, second.View!.Playback.State);
        Assert.Equal(2, second.View.Journal!.Entries);
        Assert.Equal(cluster.NowMs + 600_000, second.Deadlines!.Value.IdleAtMs);

        var third = session.Watch(second.Cursor, Second);
        await SessionCluster.Until(() =>
        {
            cluster.Time.Advance(Second);
            return Task.FromResult(third.IsCompleted);
        });
        Assert.Equal((second.Cursor, true, 0), ((await third)!.Cursor, (await third)!.View is null, (await third)!.Applied.Length));
    }

    [Fact]
    public async Task A_watcher_that_asks_rarely_gets_the_latest_events_and_the_whole_session()
    {
        await using var cluster = await SessionCluster.Start();
        var session = cluster.Session(Sample.NewId());
        await session.Start(Sample.Start(cluster.NowMs));
        var first = (await session.Watch(null, Second))!;
        for (var n = 1; n <= 100; n++)
        {
            await session.Track(Sample.Event(PlayerEventType.Ping, cluster.NowMs + n, n));
        }

        var news = (await session.Watch(first.Cursor, Second))!;

        Assert.Equal(Enumerable.Range(37, 64), news.Applied.Select(applied => (int)applied.Playhead));
        Assert.Equal(101, news.View!.Events.Received);
    }

    [Fact]
    public async Task A_watcher_goes_on_when_the_session_has_moved_to_another_silo()
    {
        await using var cluster = await SessionCluster.Start(silos: 2);
        var id = Sample.NewId();
        var session = cluster.Session(id);
        await session.Start(Sample.Start(cluster.NowMs));
        var before = (await session.Watch(null, Second))!;
        var grainId = GrainId.Create("session", id);
        Assert.True(cluster.Silos.TryGetGrainContext(grainId, out var context));
        var target = cluster.Silos.Silos.First(silo => !silo.SiloAddress.Equals(context!.Address.SiloAddress)).SiloAddress;
        await cluster.Silos.MigrateAsync(grainId, target);
        await session.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs + 1_000));

        var after = (await session.Watch(before.Cursor, Second))!;

        Assert.Equal(PlaybackState.Playing, after.View!.Playback.State);
        Assert.NotEqual(before.Cursor.Watch, after.Cursor.Watch);
    }

    [Fact]
    public async Task A_session_that_nobody_asks_for_any_more_forgets_its_watchers_at_the_next_event()
    {
        await using var cluster = await SessionCluster.Start();
        var session = cluster.Session(Sample.NewId());
        await session.Start(Sample.Start(cluster.NowMs));
        var first = (await session.Watch(null, Second))!;

        cluster.Pass(TimeSpan.FromSeconds(20));
        await session.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs));

        Assert.NotEqual(first.Cursor.Watch, (await session.Watch(first.Cursor, Second))!.Cursor.Watch);
    }

    [Fact]
    public async Task A_watcher_sees_a_timeout_and_nobody_can_watch_what_there_is_not()
    {
        await using var cluster = await SessionCluster.Start();
        var session = cluster.Session(Sample.NewId());
        await session.Start(Sample.Start(cluster.NowMs));
        var seen = (await session.Watch(null, Second))!;

        cluster.Pass(TimeSpan.FromMinutes(11));
        var closed = seen;
        await SessionCluster.Until(async () => (closed = (await session.Watch(seen.Cursor, TimeSpan.Zero))!).IsFinished);

        Assert.Equal((ClosedBy.Idle, null), (closed.View!.ClosedBy!.Value, closed.Deadlines));
        Assert.Null(await cluster.Session(Sample.NewId()).Watch(null, Second));
    }
}
