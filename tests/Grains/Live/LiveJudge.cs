namespace SessionGrains.Grains.Tests.Live;

/// <summary>Reads the counts every half second and judges what does not say that it is incomplete.</summary>
internal sealed class LiveJudge(SessionCluster cluster, TruthLog truth) : IDisposable
{
    private static readonly TimeSpan Oldest = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _over = new();
    private int _readings;
    private int _skipped;

    public ConcurrentQueue<string> Wrong { get; } = new();

    public int Readings => _readings;

    public int Skipped => _skipped;

    public Task<LivePart> ReadAsync() => cluster.Silos.Client.GetGrain<ILiveReader>(LivePartitions.Totals).Now(new(null, null, 20));

    public void Begin() => _ = JudgeAsync();

    /// <summary>Waits until all silos have reported.</summary>
    public async Task CompleteAsync(TimeSpan patience)
    {
        for (var end = ScriptedViewer.Now + patience; await ReadAsync() is { IsIncomplete: true }; await Task.Delay(100))
            Assert.True(ScriptedViewer.Now < end, "the counts stay incomplete");
    }

    /// <summary>When the counts say that they are complete, and are right.</summary>
    public async Task<TimeSpan> RightAgainAsync(TimeSpan patience)
    {
        for (var end = ScriptedViewer.Now + patience; ; await Task.Delay(200))
        {
            if (await TryReadAsync() is { IsIncomplete: false, Whole: { } whole } && whole.Figures.Open > 0 && truth.Judge(whole.Figures, ScriptedViewer.Now - Oldest, ScriptedViewer.Now) is null)
                return ScriptedViewer.Now;

            Assert.True(ScriptedViewer.Now < end, "the counts do not come right again");
        }
    }

    public void Dispose()
    {
        _over.Cancel();
        _over.Dispose();
    }

    private async Task JudgeAsync()
    {
        using var half = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        var over = _over.Token;
        while (!over.IsCancellationRequested && await half.WaitForNextTickAsync())
        {
            var asked = ScriptedViewer.Now;
            if (await TryReadAsync() is not { IsIncomplete: false, Whole: { } whole })
            {
                _skipped++;
                continue;
            }

            _readings++;
            if (truth.Judge(whole.Figures, asked - Oldest, ScriptedViewer.Now) is { } wrong)
                Wrong.Enqueue($"at {asked.TotalSeconds:0.0} s: {wrong}");
        }
    }

    private async Task<LivePart?> TryReadAsync()
    {
        try
        {
            return await ReadAsync().WaitAsync(TimeSpan.FromSeconds(5));
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            return null;
        }
    }
}
