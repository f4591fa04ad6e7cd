using System.Reflection;

namespace SessionGrains.Grains.Tests.Sessions;

/// <summary>What an event says at length is stored once, leaves memory, and is told whenever the session is read.</summary>
public sealed class DescriptionTests
{
    [Fact]
    public async Task An_ad_is_told_whole_while_its_write_is_in_flight_afterwards_and_from_the_store()
    {
        await using var cluster = await SessionCluster.Start();
        var session = await Open(cluster);
        await session.Track(Break(cluster, 1));
        var gate = cluster.Storage.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var tracked = session.Track(Ad(cluster, 2, "ad-1")).AsTask();
        await SessionCluster.Until(async () => (await session.Read())!.Metrics.Ads.Length == 1);
        await Told("ad-1", PlayOutcome.Open);

        cluster.Storage.Gate = null;
        gate.SetResult();
        await tracked;
        await Told("ad-1", PlayOutcome.Open);
        Assert.Empty(Grain(cluster, session).NewDescriptions);

        await cluster.Deactivate(session.GetPrimaryKeyString());
        await session.Track(Sample.Event(PlayerEventType.AdComplete, cluster.NowMs + 1_000));
        await Told("ad-1", PlayOutcome.Completed);

        async Task Told(string id, PlayOutcome outcome)
        {
            var view = (await session.ReadWithJournal())!;
            var ad = Assert.Single(view.Metrics.Ads);
            Assert.Equal((id, "advertiser", 1L, outcome), (ad.Id, ad.Advertiser, ad.BreakIndex, outcome));
            Assert.Equal([new MetadataEntry("key", "value")], ad.CustomMetadata!);
            Assert.Equal("break", Assert.Single(view.Metrics.AdBreaks).Name);
            Assert.Contains(view.Journal!.Points, static point => point is { Type: PlayerEventType.AdStart, Detail: "An ad", ItemIndex: 0 });
        }
    }

    [Fact]
    public async Task A_ping_writes_nothing_of_what_was_said_before()
    {
        await using var cluster = await SessionCluster.Start();
        var session = await Open(cluster);
        await session.Track(Break(cluster, 1));
        for (var n = 0; n < 20; n++)
        {
            await session.Track(Ad(cluster, 2 + n, $"ad-{n} {new string('x', 200)}"));
        }

        var writes = cluster.Storage.Writes;
        await session.Track(Sample.Event(PlayerEventType.Ping, cluster.NowMs + 100));

        Assert.Equal(writes + 1, cluster.Storage.Writes);
        Assert.InRange(cluster.Storage.LengthOf("progress", session), 200, 2_000);
        Assert.InRange(cluster.Storage.LengthOf("descriptions", session), 20 * 200, 20 * 500);
    }

    [Fact]
    public async Task An_ad_whose_write_failed_is_told_once_when_its_player_sends_it_again()
    {
        await using var cluster = await SessionCluster.Start();
        var session = await Open(cluster);
        await session.Track(Break(cluster, 1));
        var ad = Ad(cluster, 2, "ad-1");
        cluster.Storage.FailAfterWrites = 1;
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await session.Track(ad));
        cluster.Storage.FailAfterWrites = null;

        await session.Track(ad);
        await session.Track(Ad(cluster, 3, "ad-2"));

        Assert.Equal(["ad-1", "ad-2"], (await session.Read())!.Metrics.Ads.Select(static one => one.Id));
    }

    [Fact]
    public async Task The_report_of_a_session_tells_every_ad_and_the_store_forgets_them_with_the_session()
    {
        await using var cluster = await SessionCluster.Start();
        var session = await Open(cluster);
        await session.Track(Break(cluster, 1));
        await session.Track(Ad(cluster, 2, "ad-1"));
        var end = cluster.NowMs + 10;
        await session.Track(Sample.Event(PlayerEventType.SessionEnd, end));
        cluster.Pass(TimeSpan.FromSeconds(6));
        await SessionCluster.Until(async () => (await cluster.Storage.ReadAsync(null, 10)).Count == 1);
        var report = (await cluster.Silos.Client.GetGrain<IReportReader>(0).Read(null, 10))[0].Session;
        var ad = Assert.Single(report.Metrics.Ads);
        Assert.Equal(("ad-1", "advertiser", PlayOutcome.Cut, end), (ad.Id, ad.Advertiser, ad.Outcome, ad.EndTs));

        cluster.Pass(TimeSpan.FromHours(25));
        await SessionCluster.Until(async () => await session.Read() is null);
        await SessionCluster.Until(() => Task.FromResult(cluster.Storage.Count == 0));
    }

    [Fact]
    public async Task A_downloaded_session_tells_every_ad_and_that_it_was_downloaded()
    {
        await using var cluster = await SessionCluster.Start();
        var session = cluster.Session(Sample.NewId());
        await session.SubmitDownloaded(Sample.Start(cluster.NowMs), [Break(cluster, 1), Ad(cluster, 2, "ad-1"), Ad(cluster, 3, "ad-2")]);

        var view = (await session.Read())!;
        Assert.True(view.Downloaded);
        Assert.Equal(["ad-1", "ad-2"], view.Metrics.Ads.Select(static one => one.Id));
    }

    private static async Task<ISessionGrain> Open(SessionCluster cluster)
    {
        var session = cluster.Session(Sample.NewId());
        await session.Start(Sample.Start(cluster.NowMs));
        return session;
    }

    private static Session Grain(SessionCluster cluster, ISessionGrain session)
    {
        Assert.True(cluster.Silos.TryGetGrainContext(session.GetGrainId(), out var context));
        var writer = typeof(SessionGrain).GetField("_writer", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(context!.GrainInstance);
        return ((SessionWriter)writer!).Session;
    }

    private static PlayerEvent Break(SessionCluster cluster, int ms) =>
        Sample.Event(PlayerEventType.AdBreakStart, cluster.NowMs + ms) with { AdBreak = new(1, 0, "break") };

    private static PlayerEvent Ad(SessionCluster cluster, int ms, string id) => Sample.Event(PlayerEventType.AdStart, cluster.NowMs + ms) with
    {
        Ad = new(id, "An ad") { Advertiser = "advertiser", CustomMetadata = [new("key", "value")] },
    };
}
