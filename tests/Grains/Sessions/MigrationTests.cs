using Orleans.Runtime;
using SessionGrains.Messages;
using SessionGrains.Sessions;

namespace SessionGrains.Grains.Tests.Sessions;

public sealed class MigrationTests
{
    [Fact]
    public async Task A_session_that_moves_to_another_silo_takes_along_what_its_store_refused()
    {
        await using var cluster = await SessionCluster.Start(silos: 2, durability: SessionDurability.Transitions);
        var id = Sample.NewId();
        var session = cluster.Session(id);
        await session.Start(Sample.Start(cluster.NowMs));
        await session.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs));
        await session.Track(Sample.Event(PlayerEventType.Ping, cluster.NowMs + 10_000, 10));
        cluster.Storage.Failure = new IOException("the store is away");
        var reads = cluster.Storage.Reads;

        var grainId = GrainId.Create("session", id);
        Assert.True(cluster.Silos.TryGetGrainContext(grainId, out var context));
        var target = cluster.Silos.Silos.First(silo => !silo.SiloAddress.Equals(context!.Address.SiloAddress)).SiloAddress;
        await cluster.Silos.MigrateAsync(grainId, target);
        cluster.Storage.Failure = null;
        Assert.Equal(TrackVerdict.Accepted, await session.Track(Sample.Event(PlayerEventType.PauseStart, cluster.NowMs + 15_000, 15)));

        Assert.Equal(reads, cluster.Storage.Reads);
        Assert.Equal(15_000, (await session.Read())!.Metrics.ContentTimeSpentMs);
    }
}
