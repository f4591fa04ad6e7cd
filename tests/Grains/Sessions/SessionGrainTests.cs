namespace SessionGrains.Grains.Tests.Sessions;

public sealed class SessionGrainTests
{
    [Fact]
    public async Task A_session_can_be_opened_tracked_read_and_ended()
    {
        await using var cluster = await SessionCluster.Start();
        var session = cluster.Session(Sample.NewId());
        var ts = cluster.NowMs;

        await session.Start(Sample.Start(ts));
        Assert.Equal(TrackVerdict.Accepted, await session.Track(Sample.Event(PlayerEventType.Play, ts + 1)));
        Assert.Equal(TrackVerdict.Accepted, await session.Track(Sample.Event(PlayerEventType.Ping, ts + 10_001, 10)));
        var live = await session.Read();
        Assert.Equal(TrackVerdict.Accepted, await session.Track(Sample.Event(PlayerEventType.SessionEnd, ts + 12_001, 12)));
        var ended = await session.Read();

        Assert.Null(live!.ClosedBy);
        Assert.Equal(10_000, live.Metrics.ContentTimeSpentMs);
        Assert.Equal(PlaybackState.Playing, live.Playback.State);
        Assert.Equal(ClosedBy.SessionEnd, ended!.ClosedBy);
        Assert.Equal(12_000, ended.Metrics.ContentTimeSpentMs);
        Assert.Equal(4, ended.Events.Received);
    }
}
