using SessionGrains.Timeouts;

namespace SessionGrains.Grains.Tests.Sessions;

/// <summary>Sessions whose silo died, and stores that were away.</summary>
public sealed class SweepTests
{
    [Fact]
    public async Task Sessions_whose_silo_died_are_closed_by_another_one_within_30_seconds_of_their_deadline()
    {
        await using var cluster = await SessionCluster.Start(silos: 2);
        var sessions = new List<ISessionGrain>();
        for (var i = 0; i < 40; i++)
        {
            sessions.Add(cluster.Session(Sample.NewId()));
            await sessions[^1].Start(Sample.Start(cluster.NowMs));
        }

        var opened = cluster.NowMs;
        await cluster.Silos.KillSiloAsync(cluster.Silos.Silos[1]);
        await cluster.Silos.WaitForLivenessToStabilizeAsync(true);
        Assert.Single(await cluster.Silos.Client.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true));
        cluster.Pass(TimeSpan.FromMinutes(10));
        for (var seconds = 0; seconds < 30; seconds += 10)
        {
            // What every silo does each 10 s; here awaited, because fake time would run away from it.
            cluster.Pass(DeadlineSweepService.Period);
            await cluster.Silos.Client.GetGrain<IDeadlineSweeper>(0).Sweep();
        }

        var reports = await cluster.Silos.Client.GetGrain<IReportReader>(0).Read(null, 100);
        Assert.All(reports, r => Assert.Equal(ClosedBy.Idle, r.Session.ClosedBy));
        Assert.All(reports, r => Assert.Equal(opened + 600_000, r.Session.ClosedAtMs));
        Assert.Equal(40, reports.Select(r => r.Session.SessionId).Distinct().Count());
    }

    [Fact]
    public async Task Every_silo_keeps_the_sweep_going()
    {
        await using var cluster = await SessionCluster.Start();
        await cluster.Session(Sample.NewId()).Start(Sample.Start(cluster.NowMs));
        for (var tick = 0; tick < 3; tick++)
        {
            var asked = cluster.Storage.Asked;
            cluster.Pass(DeadlineSweepService.Period);
            await SessionCluster.Until(() => Task.FromResult(cluster.Storage.Asked > asked));
        }
    }

    [Fact]
    public async Task While_the_store_is_away_nothing_closes_and_the_deadlines_move_by_the_outage()
    {
        await using var cluster = await SessionCluster.Start();
        var session = cluster.Session(Sample.NewId());
        await session.Start(Sample.Start(cluster.NowMs));
        var opened = cluster.NowMs;
        cluster.Pass(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(10));
        await session.Read();
        cluster.Storage.Failure = new IOException("away");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => session.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs)).AsTask());

        cluster.Pass(TimeSpan.FromMinutes(20), TimeSpan.FromSeconds(10));
        cluster.Storage.Failure = null;
        var view = (await session.Read())!;

        Assert.Null(view.ClosedBy);
        Assert.InRange(view.ClosesAtMs!.Value - opened, 600_000 + 1_200_000, 600_000 + 1_201_000);
        Assert.Equal(TrackVerdict.Accepted, await session.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs)));

        cluster.Pass(TimeSpan.FromMinutes(11), TimeSpan.FromSeconds(10));
        Assert.Equal(ClosedBy.Idle, (await session.Read())!.ClosedBy);
    }

    [Fact]
    public async Task While_the_store_is_full_deadlines_move_although_it_is_read_as_ever_and_room_is_noticed_without_a_player()
    {
        await using var cluster = await SessionCluster.Start();
        var session = cluster.Session(Sample.NewId());
        var store = cluster.Silos.Client.GetGrain<IStoreWatch>(0);
        await session.Start(Sample.Start(cluster.NowMs));
        var opened = cluster.NowMs;
        cluster.Pass(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(10));
        await session.Read();
        cluster.Storage.IsFull = true;
        for (var seconds = 0; seconds < 1_200; seconds += 10)
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => session.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs)).AsTask());
            Assert.NotNull(await session.Read());
            Assert.False(await store.IsAvailable());
            cluster.Pass(TimeSpan.FromSeconds(10));
        }

        cluster.Storage.IsFull = false;
        cluster.Pass(DeadlineSweepService.Period);
        await SessionCluster.Until(store.IsAvailable);

        var view = (await session.Read())!;
        Assert.Null(view.ClosedBy);
        Assert.InRange(view.ClosesAtMs!.Value - opened, 600_000 + 1_200_000, 600_000 + 1_221_000);
        cluster.Pass(TimeSpan.FromMinutes(6), TimeSpan.FromSeconds(10));
        Assert.Equal(ClosedBy.Idle, (await session.Read())!.ClosedBy);
    }

    [Fact]
    public async Task A_full_silo_refuses_a_start_and_takes_one_again_when_a_session_has_ended()
    {
        await using var cluster = await SessionCluster.Start(mostOpen: 3);
        var sessions = Enumerable.Range(0, 3).Select(_ => cluster.Session(Sample.NewId())).ToArray();
        foreach (var session in sessions)
        {
            await session.Start(Sample.Start(cluster.NowMs));
        }

        await Assert.ThrowsAsync<SiloFullException>(() => cluster.Session(Sample.NewId()).Start(Sample.Start(cluster.NowMs)));
        await sessions[0].Track(Sample.Event(PlayerEventType.SessionEnd, cluster.NowMs));
        cluster.Pass(TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(1));
        await SessionCluster.Until(async () => await cluster.Activations() == 2);
        await cluster.Session(Sample.NewId()).Start(Sample.Start(cluster.NowMs));
    }
}
