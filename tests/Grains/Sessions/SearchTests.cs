using SessionGrains.Sessions.Search;

namespace SessionGrains.Grains.Tests.Sessions;

public sealed class SearchTests
{
    /// <summary>The ids of a session are cut where its sessionStart is read, so those that somebody looks for are cut alike.</summary>
    [Fact]
    public async Task A_session_is_found_by_ids_that_are_longer_than_those_that_are_kept()
    {
        await using var cluster = await SessionCluster.Start();
        var (id, kept) = (Sample.NewId(), Sample.Start(cluster.NowMs));
        await cluster.Session(id).Start(new()
        {
            Body = kept.Body,
            Ts = kept.Ts,
            Playhead = 0,
            MediaId = new string('m', 256),
            VisitorId = new string('v', 256),
            Channel = "c",
            PlayerName = "p",
            ContentType = "t",
            LengthSeconds = 1,
        });

        var found = await Finder(cluster).Find(All with { MediaId = "m\0" + new string('m', 300), VisitorId = new string('v', 1_000) });

        Assert.Equal([id], found.Sessions.Select(session => session.SessionId));
        Assert.Empty((await Finder(cluster).Find(All with { MediaId = new string('m', 255) })).Sessions);
    }

    private static readonly SessionQuery All = new(null, null, null, null, 200);

    [Fact]
    public async Task Sessions_of_all_silos_are_found_the_one_opened_last_first()
    {
        await using var cluster = await SessionCluster.Start(silos: 3);
        var ids = await Open(cluster, 30);

        var found = await Finder(cluster).Find(All);

        Assert.Equal(ids.Reverse(), found.Sessions.Select(session => session.SessionId));
        Assert.Equal((false, false), (found.Incomplete, found.Truncated));
        Assert.True(ids.Select(id => SiloOf(cluster, id)).Distinct().Count() > 1, "thirty sessions live on more than one silo");
        var five = await Finder(cluster).Find(All with { Limit = 5 });
        Assert.Equal(ids.Reverse().Take(5), five.Sessions.Select(session => session.SessionId));
        Assert.True(five.Truncated);
    }

    [Fact]
    public async Task A_session_that_moved_is_found_once_and_one_whose_silo_died_after_its_next_event()
    {
        await using var cluster = await SessionCluster.Start(silos: 2);
        var ids = await Open(cluster, 10);
        var target = cluster.Silos.Silos.First(silo => !silo.SiloAddress.Equals(SiloOf(cluster, ids[0]))).SiloAddress;
        await cluster.Silos.MigrateAsync(GrainId.Create("session", ids[0]), target);
        await cluster.Session(ids[0]).Track(Sample.Event(PlayerEventType.Play, cluster.NowMs));
        Assert.Equal(ids.Order(), (await Finder(cluster).Find(All)).Sessions.Select(session => session.SessionId).Order());

        await cluster.Silos.KillSiloAsync(cluster.Silos.Silos[1]);
        await SessionCluster.Until(async () =>
        {
            try
            {
                foreach (var id in ids)
                {
                    await cluster.Session(id).Track(Sample.Event(PlayerEventType.Ping, cluster.NowMs, 1));
                }

                return true;
            }
            catch (OrleansException)
            {
                return false;
            }
        });

        await SessionCluster.Until(async () => await Finder(cluster).Find(All) is { Incomplete: false } found
            && found.Sessions.Select(session => session.SessionId).Order().SequenceEqual(ids.Order()));
    }

    [Fact]
    public async Task A_closed_session_stays_findable_until_it_is_forgotten()
    {
        await using var cluster = await SessionCluster.Start();
        var id = Assert.Single(await Open(cluster, 1));
        cluster.Pass(TimeSpan.FromMinutes(11));
        await SessionCluster.Until(async () => await cluster.Activations() == 0);

        var found = Assert.Single((await Finder(cluster).Find(All with { IsOpen = false })).Sessions);
        Assert.Equal((id, ClosedBy.Idle), (found.SessionId, found.ClosedBy!.Value));
        Assert.Empty((await Finder(cluster).Find(All with { IsOpen = true })).Sessions);

        cluster.Pass(TimeSpan.FromHours(25), TimeSpan.FromMinutes(10));
        await SessionCluster.Until(async () => (await Finder(cluster).Find(All)).Sessions.Length == 0);
    }

    [Fact]
    public async Task A_downloaded_session_is_found_among_the_closed_ones_alone()
    {
        await using var cluster = await SessionCluster.Start();
        var id = Sample.NewId();
        await cluster.Session(id).SubmitDownloaded(Sample.Start(cluster.NowMs), [Sample.Event(PlayerEventType.Play, cluster.NowMs + 1)]);

        Assert.Equal([id], (await Finder(cluster).Find(All with { IsOpen = false })).Sessions.Select(static session => session.SessionId));
        var open = await Finder(cluster).Find(All with { IsOpen = true, Limit = 1 });
        Assert.Empty(open.Sessions);
        Assert.False(open.Truncated);
    }

    [Fact]
    public void The_index_remembers_a_bounded_number_of_sessions_that_left()
    {
        var index = new SessionIndex();
        for (var n = 0; n < SessionIndex.MaxLeft + 100; n++)
        {
            index.Leave(index.Enter(IdSpan.Create($"{n}"), n, new(1, 0, null)));
        }

        var open = index.Enter(IdSpan.Create("open"), -1, new(1, 0, null));
        var hits = index.Match(All with { Limit = SessionIndex.MaxLeft * 2 });
        Assert.Equal(SessionIndex.MaxLeft + 1, hits.Length);
        Assert.Equal((100, "open"), (hits[^2].OpenedAtMs, hits[^1].SessionId));

        index.Leave(open);
        Assert.Equal(SessionIndex.MaxLeft, index.Match(All with { Limit = SessionIndex.MaxLeft * 2 }).Length);
    }

    private static ISessionFinder Finder(SessionCluster cluster) => cluster.Silos.Client.GetGrain<ISessionFinder>(0);

    private static SiloAddress SiloOf(SessionCluster cluster, string id)
    {
        Assert.True(cluster.Silos.TryGetGrainContext(GrainId.Create("session", id), out var context));
        return context!.Address.SiloAddress!;
    }

    private static async Task<string[]> Open(SessionCluster cluster, int count)
    {
        var ids = new string[count];
        for (var n = 0; n < count; n++)
        {
            cluster.Time.Advance(TimeSpan.FromMilliseconds(10));
            ids[n] = Sample.NewId();
            await cluster.Session(ids[n]).Start(Sample.Start(cluster.NowMs));
        }

        return ids;
    }
}
