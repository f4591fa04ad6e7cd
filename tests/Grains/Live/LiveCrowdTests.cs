namespace SessionGrains.Grains.Tests.Live;

/// <summary>
/// A crowd of 5,000 with a known script on three silos, of which one is killed: what is shown must lie between the
/// least and the greatest truth of the last 2 s whenever it does not say that it is incomplete.
/// </summary>
public sealed class LiveCrowdTests(ITestOutputHelper output)
{
    private const int Viewers = 5_000;
    private const int AtOnce = 32;
    private static readonly TimeSpan RightAgain = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan PingPeriod = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Every_count_lies_between_the_least_and_the_greatest_truth_of_the_last_two_seconds()
    {
        await using var cluster = await SessionCluster.Start(silos: 3, onRealTime: true);
        var truth = new TruthLog();
        var viewers = Enumerable.Range(0, Viewers).Select(number => new ScriptedViewer(cluster, truth, number)).ToArray();
        using var judge = new LiveJudge(cluster, truth);

        await ForEach(viewers, static viewer => viewer.ComeAsync());
        await judge.CompleteAsync(TimeSpan.FromSeconds(60));
        judge.Begin();
        await PlayAsync(viewers, TimeSpan.FromSeconds(8), static viewer => viewer.GoOnAsync());
        await judge.CompleteAsync(TimeSpan.FromSeconds(30));
        await PlayAsync(viewers, TimeSpan.FromSeconds(8), static viewer => viewer.GoOnAsync());
        Assert.True(judge.Readings > 5, "too few readings for a proof");
        foreach (var wrong in judge.Wrong)
            output.WriteLine(wrong);
        Assert.Empty(judge.Wrong);

        var killed = ScriptedViewer.Now;
        await cluster.Silos.KillSiloAsync(cluster.Silos.Silos[2]);
        var pings = PlayAsync(viewers, PingPeriod * 2, static viewer => viewer.PingAsync());
        var rightAgain = await judge.RightAgainAsync(TimeSpan.FromSeconds(60)) - killed;
        await pings;

        await ForEach(viewers, static viewer => viewer.EndAsync());
        await SessionCluster.Until(async () => await judge.ReadAsync() is { IsIncomplete: false, Whole.Figures: { Open: 0, Viewers: 0 } });

        // A silo reports to each partition by itself, so the titles may be a report behind the totals.
        await SessionCluster.Until(async () => (await TitlesAsync(cluster)).All(static part => part is { IsIncomplete: false, Titles: 0, Listed.Open: 0 }));

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Viewers} viewers, {truth.Count} answers, {judge.Readings} readings judged, {judge.Skipped} said incomplete; right again {rightAgain.TotalSeconds:0.0} s after a silo was killed; all zero at the end."));
        Assert.Empty(judge.Wrong);
        Assert.InRange(rightAgain, TimeSpan.Zero, RightAgain);
    }

    private static Task<LivePart[]> TitlesAsync(SessionCluster cluster) =>
        Task.WhenAll(LivePartitions.Titles.Select(name => cluster.Silos.Client.GetGrain<ILiveReader>(name).Now(new(null, null, 200))));

    /// <summary>Each viewer does something once in <see cref="PingPeriod"/>, evenly spread.</summary>
    private static async Task PlayAsync(ScriptedViewer[] viewers, TimeSpan time, Func<ScriptedViewer, Task> what)
    {
        var portion = Viewers / (int)(PingPeriod.TotalSeconds * 4);
        using var quarter = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        for (var (from, end) = (0, ScriptedViewer.Now + time); ScriptedViewer.Now < end; from = (from + portion) % Viewers)
        {
            await ForEach(viewers.AsMemory(from, portion).ToArray(), what);
            await quarter.WaitForNextTickAsync();
        }
    }

    private static Task ForEach(ScriptedViewer[] viewers, Func<ScriptedViewer, Task> what) =>
        Parallel.ForEachAsync(viewers, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (viewer, _) => await what(viewer));
}
