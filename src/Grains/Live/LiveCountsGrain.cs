using Orleans.Concurrency;

namespace SessionGrains.Live;

/// <summary>
/// The grain of one <see cref="ClusterTotals"/>: its clock, and its minutes in the store. Reentrant, so that counting never waits for the store.
/// </summary>
[Reentrant, GrainType("live-counts")]
internal sealed partial class LiveCountsGrain(LiveMinuteStore store, TimeProvider time, ILogger<LiveCountsGrain> logger) : Grain, ILiveCounts, ILiveReader
{
    private const int MaxLinesPerKind = 50;
    private const int SampleSeconds = 10;
    private const int MaxUnstored = 60;

    private readonly LiveSeconds _seconds = new();
    private readonly Queue<(int Minute, IReadOnlyList<LiveMinuteRow> Rows)> _unstored = [];
    private ClusterTotals _totals = null!;
    private long _second;
    private bool _isRestored;
    private bool _isStoring;

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    private string Name => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _totals = new(NowMs);
        _second = NowMs / 1000;
        this.RegisterGrainTimer(Tick, new GrainTimerCreationOptions(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)) { Interleave = true, KeepAlive = true });
        return Task.CompletedTask;
    }

    public Task<bool> Report(LiveReport report) => Task.FromResult(_totals.Accept(report, NowMs));

    public Task<LivePart> Now(LiveQuery query)
    {
        var now = NowMs;
        _totals.ApplyReports(now);
        var isTotals = Name == LivePartitions.Totals;
        var whole = _totals.Find(
            query.MediaId is { } title ? new(LiveKind.Title, title) : query.Channel is { } channel && isTotals ? new(LiveKind.Channel, channel) : LiveKey.Everything);
        var titles = isTotals ? [] : _totals.Keys.Where(key => Matches(key, query)).ToArray();
        return Task.FromResult(new LivePart
        {
            AsOfMs = _totals.AsOfMs(now),
            IsIncomplete = _totals.IsIncomplete(now) || !_isRestored,
            Whole = whole is null ? null : Line(whole),
            LastMinute = whole is null ? new() { Minute = LastMinute(now) } : LastMinuteOf(whole, now),
            Lines = isTotals ? [.. Lines(LiveKind.Player), .. Lines(LiveKind.ContentType), .. Lines(LiveKind.Channel)] : Top(titles, query.Top),
            Titles = titles.Length,
            Listed = titles.Aggregate(default(LiveFigures), static (sum, key) => sum + key.Figures),
            OtherTitles = query is { MediaId: null, Channel: null } ? _totals.Find(LiveKey.OtherTitles)?.Figures ?? default : default,
            Silos = [.. _totals.Silos.Select(silo => new LiveSilo(silo.Silo, silo.HeardAtMs, now - silo.HeardAtMs > ClusterTotals.SilentAfterMs, silo.Health))],
        });
    }

    public Task<LiveHistory> Minutes(LiveKey key) => Task.FromResult(History(_totals.Find(key)?.Minutes ?? [], [], 60));

    public Task<LiveHistory> Seconds(LiveKey key)
    {
        if (key == LiveKey.Everything)
            return Task.FromResult(History([], _seconds.All, 1));

        var recent = _totals.Find(key)?.Recent ?? [];
        var last = _second / SampleSeconds * SampleSeconds;
        return Task.FromResult(History(
            [], [.. recent.Select((viewers, at) => new LiveSecond(last - ((recent.Length - 1 - at) * SampleSeconds), new() { Playing = viewers }))], SampleSeconds));
    }

    private static bool Matches(KeyTotals key, LiveQuery query) =>
        key.Key.Kind == LiveKind.Title && key.Figures.Open > 0
        && (query.MediaId is null || key.Key.Id == query.MediaId) && (query.Channel is null || key.Channel == query.Channel);

    private static LiveLine[] Top(IEnumerable<KeyTotals> keys, int count) =>
        [.. keys.OrderByDescending(static key => key.Figures.Viewers).ThenBy(static key => key.Key.Id, StringComparer.Ordinal).Take(count).Select(Line)];

    private static LiveLine Line(KeyTotals key) => new(key.Key, key.Name, key.Channel, key.Figures, key.Recent);

    private static int LastMinute(long nowMs) => (int)(nowMs / 60_000) - 1;

    private static LiveMinute LastMinuteOf(KeyTotals key, long nowMs) =>
        key.Minutes is [.., var last] && last.Minute == LastMinute(nowMs) ? last : new() { Minute = LastMinute(nowMs), AverageBitrate = float.NaN };

    private LiveLine[] Lines(LiveKind kind) => Top(_totals.Keys.Where(key => key.Key.Kind == kind && key.Figures.Open > 0), MaxLinesPerKind);

    private LiveHistory History(List<LiveMinute> minutes, LiveSecond[] seconds, int step) => new()
    {
        AsOfMs = _totals.AsOfMs(NowMs),
        IsIncomplete = _totals.IsIncomplete(NowMs) || !_isRestored,
        Minutes = [.. minutes],
        Seconds = seconds,
        StepSeconds = step,
        KeptSince = _totals.KeptSince,
    };

    private async Task Tick(CancellationToken cancellationToken)
    {
        var now = NowMs;
        _totals.ApplyReports(now);
        _totals.DropSilent(now);
        var before = _second;
        _second = now / 1000;
        if (_second == before)
            return;

        if (Name == LivePartitions.Totals)
            _seconds.Record(_second, _totals.Everything.Figures);

        if (_second / SampleSeconds != before / SampleSeconds)
            _totals.Sample();

        if (_second / 60 != before / 60)
            QueueMinute((int)(before / 60), _totals.EndMinute((int)(before / 60), now));

        await SyncWithStore();
    }

    private void QueueMinute(int minute, IReadOnlyList<LiveMinuteRow> rows)
    {
        if (rows.Count == 0 || !store.KeepsMinutes)
            return;

        _unstored.Enqueue((minute, rows));
        if (_unstored.Count > MaxUnstored)
            _unstored.Dequeue();
    }

    /// <summary>Loads the past from the store once, and stores ended minutes. A failure is retried a second later.</summary>
    private async Task SyncWithStore()
    {
        if (_isStoring)
            return;

        _isStoring = true;
        try
        {
            if (!_isRestored)
            {
                await store.Read(Name, LastMinute(NowMs), rows => _totals.Restore(rows, NowMs));
                _isRestored = true;
            }

            while (store.HasRoom && _unstored.TryPeek(out var ended))
            {
                await store.Write(Name, ended.Minute, ended.Rows);
                _unstored.Dequeue();
            }
        }
        catch (Exception e)
        {
            LogNotStored(e.GetType().Name);
        }
        finally
        {
            _isStoring = false;
        }
    }

    [LoggerMessage(1031, LogLevel.Warning, "Minutes of the live counts could not be read or stored ({Reason}); retrying in a second.")]
    private partial void LogNotStored(string reason);
}
