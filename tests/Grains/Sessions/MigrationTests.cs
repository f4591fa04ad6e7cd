namespace SessionGrains.Grains.Tests.Sessions;

public sealed class MigrationTests
{
    [Fact]
    public async Task A_session_that_goes_to_another_silo_stores_first_what_was_not_stored_yet()
    {
        await using var cluster = await SessionCluster.Start(silos: 2, durability: SessionDurability.Transitions);
        var id = Sample.NewId();
        var session = cluster.Session(id);
        await session.Start(Sample.Start(cluster.NowMs, length: 100_000));
        await session.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs));
        await session.Track(Sample.Event(PlayerEventType.Ping, cluster.NowMs + 5_000, 5));
        await session.Track(Sample.Event(PlayerEventType.Ping, cluster.NowMs + 10_000, 10));
        var writes = cluster.Storage.Writes;

        var grainId = GrainId.Create("session", id);
        Assert.True(cluster.Silos.TryGetGrainContext(grainId, out var context));
        var target = cluster.Silos.Silos.First(silo => !silo.SiloAddress.Equals(context!.Address.SiloAddress)).SiloAddress;
        await cluster.Silos.MigrateAsync(grainId, target);
        Assert.Equal(writes + 1, cluster.Storage.Writes);
        Assert.Equal(TrackVerdict.Accepted, await session.Track(Sample.Event(PlayerEventType.PauseStart, cluster.NowMs + 15_000, 15)));

        Assert.Equal(15_000, (await session.Read())!.Metrics.ContentTimeSpentMs);
    }
}
