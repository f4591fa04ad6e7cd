using System.Diagnostics.Metrics;
using Orleans.TestingHost;

namespace SessionGrains.Grains.Tests.Sessions;

/// <summary>Closing makes one report, once.</summary>
public sealed class ReportTests
{
    [Fact]
    public async Task A_session_that_finishes_leaves_one_report_with_all_that_was_read_of_it()
    {
        await using var cluster = await SessionCluster.Start();
        var session = await Ended(cluster);
        Assert.Empty(await Reports(cluster));

        cluster.Pass(TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(1));
        await SessionCluster.Until(async () => (await Reports(cluster)).Length == 1);

        var report = Assert.Single(await Reports(cluster)).Session;
        var view = (await session.Read())!;
        Assert.Equal(view.SessionId, report.SessionId);
        Assert.Equal(view.Metrics.ContentTimeSpentMs, report.Metrics.ContentTimeSpentMs);
        Assert.Equal(view.StartBody, report.StartBody);
        Assert.Equal(ClosedBy.SessionEnd, report.ClosedBy);
    }

    [Fact]
    public async Task A_downloaded_session_and_one_that_timed_out_are_reported_too_and_a_reader_goes_on_from_its_cursor()
    {
        await using var cluster = await SessionCluster.Start();
        await cluster.Session(Sample.NewId()).SubmitDownloaded(Sample.Start(1), [Sample.Event(PlayerEventType.Play, 2)]);
        var first = Assert.Single(await Reports(cluster));
        await cluster.Session(Sample.NewId()).Start(Sample.Start(cluster.NowMs));

        cluster.Pass(TimeSpan.FromMinutes(11));
        await SessionCluster.Until(async () => (await Reports(cluster)).Length == 2);

        var rest = await cluster.Silos.Client.GetGrain<IReportReader>(0).Read(first.Cursor, 10);
        Assert.Equal(ClosedBy.Downloaded, first.Session.ClosedBy);
        Assert.Equal(ClosedBy.Idle, Assert.Single(rest).Session.ClosedBy);
    }

    [Fact]
    public async Task A_close_that_could_not_be_stored_is_made_again_and_reported_once()
    {
        await using var cluster = await SessionCluster.Start();
        await Ended(cluster);
        cluster.Storage.Failure = new IOException("away");
        cluster.Pass(TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(1));
        cluster.Storage.Failure = null;

        await SessionCluster.Until(async () =>
        {
            cluster.Pass(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
            return (await Reports(cluster)).Length == 1;
        });
        cluster.Pass(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(5));
        Assert.Single(await Reports(cluster));
    }

    [Fact]
    public async Task A_session_that_is_past_its_retention_when_its_close_is_written_is_reported()
    {
        await using var cluster = await SessionCluster.Start();
        var session = await Ended(cluster);
        var gate = cluster.Storage.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var writes = cluster.Storage.Writes;
        cluster.Pass(TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(1));
        await SessionCluster.Until(() => Task.FromResult(cluster.Storage.Writes > writes));
        cluster.Time.Advance(TimeSpan.FromDays(2));

        var read = session.Read();
        await Task.WhenAny(read, Task.Delay(TimeSpan.FromMilliseconds(200)));
        gate.SetResult();
        await read;

        await SessionCluster.Until(async () => (await Reports(cluster)).Length == 1);
    }

    [Fact]
    public async Task A_close_whose_answer_of_the_store_is_lost_is_counted_once()
    {
        await using var cluster = await SessionCluster.Start();
        var meters = ((InProcessSiloHandle)cluster.Silos.Silos[0]).ServiceProvider.GetRequiredService<IMeterFactory>();
        var closed = 0L;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "sessiongrains.sessions.closed" && instrument.Meter.Scope == meters)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref closed, count));
        listener.Start();
        await Ended(cluster);
        cluster.Storage.LostAnswer = new IOException("no answer");
        cluster.Pass(TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(1));
        await SessionCluster.Until(async () => (await Reports(cluster)).Length == 1);
        cluster.Storage.LostAnswer = null;
        Assert.Equal(0, Interlocked.Read(ref closed));

        await SessionCluster.Until(() =>
        {
            cluster.Pass(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
            return Task.FromResult(Interlocked.Read(ref closed) > 0);
        });
        cluster.Pass(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(5));
        Assert.Equal(1, Interlocked.Read(ref closed));
        Assert.Single(await Reports(cluster));
    }

    private static async Task<ISessionGrain> Ended(SessionCluster cluster)
    {
        var session = cluster.Session(Sample.NewId());
        await session.Start(Sample.Start(cluster.NowMs));
        await session.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs));
        await session.Track(Sample.Event(PlayerEventType.SessionEnd, cluster.NowMs + 5_000));
        return session;
    }

    private static Task<SessionReport[]> Reports(SessionCluster cluster) => cluster.Silos.Client.GetGrain<IReportReader>(0).Read(null, 100);
}
