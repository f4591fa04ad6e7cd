namespace SessionGrains.Grains.Tests.Live;

public sealed class MovingSessionsTests
{
    private const int Sessions = 24;

    [Fact]
    public async Task Sessions_that_move_never_count_twice_count_again_with_their_next_event_and_leave_nothing_when_they_end()
    {
        await using var cluster = await SessionCluster.Start(silos: 2);
        await Tick(cluster, []);
        var ids = Enumerable.Range(0, Sessions).Select(static _ => Sample.NewId()).ToArray();
        foreach (var id in ids)
        {
            await cluster.Session(id).Start(Sample.Start(cluster.NowMs));
            await cluster.Session(id).Track(Sample.Event(PlayerEventType.Play, cluster.NowMs));
        }

        await TickUntil(cluster, static counts => counts.Playing == Sessions);
        var seen = new List<LiveFigures>();
        foreach (var id in ids)
        {
            var here = SiloOf(cluster, id);
            await cluster.Silos.MigrateAsync(GrainId.Create("session", id), cluster.Silos.Silos.First(silo => !silo.SiloAddress.Equals(here)).SiloAddress);
            Assert.NotEqual(here, SiloOf(cluster, id));
            await Tick(cluster, seen);
        }

        Assert.All(seen, static counts => Assert.InRange(counts.Open, 0, Sessions));
        foreach (var id in ids)
            await cluster.Session(id).Track(Sample.Event(PlayerEventType.Ping, cluster.NowMs));
        await TickUntil(cluster, static counts => (counts.Open, counts.Playing) == (Sessions, Sessions));

        foreach (var id in ids)
            await cluster.Session(id).Track(Sample.Event(PlayerEventType.SessionEnd, cluster.NowMs));
        var end = await TickUntil(cluster, static counts => counts.Open == 0);
        Assert.Equal(default, end.Current);
        Assert.Equal((Sessions, Sessions, Sessions), ((int)end.Starts, (int)end.ContentStarts, (int)end.Ends));
    }

    private static SiloAddress SiloOf(SessionCluster cluster, string id)
    {
        Assert.True(cluster.Silos.TryGetGrainContext(GrainId.Create("session", id), out var context));
        return context!.Address.SiloAddress!;
    }

    private static Task<LivePart> Read(SessionCluster cluster) => cluster.Silos.Client.GetGrain<ILiveReader>(LivePartitions.Totals).Now(new(null, null, 20));

    /// <summary>Half a second passes, until both silos have reported it; all that was to be seen meanwhile goes into <paramref name="seen"/>.</summary>
    private static async Task Tick(SessionCluster cluster, List<LiveFigures> seen)
    {
        cluster.Time.Advance(TimeSpan.FromMilliseconds(500));
        await SessionCluster.Until(async () =>
        {
            var part = await Read(cluster);
            seen.Add(part.Whole!.Figures);
            return part.Silos.Length == 2 && part.Silos.All(silo => silo.HeardAtMs == cluster.NowMs);
        });
        seen.Add((await Read(cluster)).Whole!.Figures);
    }

    private static async Task<LiveFigures> TickUntil(SessionCluster cluster, Func<LiveFigures, bool> isSo)
    {
        List<LiveFigures> seen = [];
        for (var ticks = 0; ticks == 0 || !isSo(seen[^1]); ticks++)
        {
            Assert.True(ticks < 20, $"it never comes to be so: {seen.LastOrDefault()}");
            await Tick(cluster, seen);
        }

        return seen[^1];
    }
}
