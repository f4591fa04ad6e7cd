using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace SessionGrains.Live;

/// <summary>The shell around one <see cref="ClusterTotals"/>: its clock, its minutes in the store. Reentrant, so that counting never waits for the store.</summary>
[Reentrant, GrainType("live-counts")]
internal sealed partial class LiveCountsGrain(LiveMinuteStore store, TimeProvider time, ILogger<LiveCountsGrain> logger) : Grain, ILiveCounts, ILiveReader
{
    private const int LinesOfEachKind = 50;
    private const int SampleSeconds = 10;
    private const int MaxUnstored = 60;

    private readonly LiveSeconds _seconds = new();
    private readonly Queue<(int Minute, IReadOnlyList<LiveMinuteRow> Rows)> _unstored = [];
    private ClusterTotals _partition = null!;
    private long _second;
    private bool _hasPast;
    private bool _isStoring;

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    private string Name => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _partition = new(NowMs);
        _second = NowMs / 1000;
        this.RegisterGrainTimer(Tick, new GrainTimerCreationOptions(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)) { Interleave = true, KeepAlive = true });
        return Task.CompletedTask;
    }

    public Task<bool> Report(LiveReport report) => Task.FromResult(_partition.Take(report, NowMs));

    public Task<LivePart> Now(LiveQuery query)
    {
        var now = NowMs;
        _partition.Settle(now);
        var isTotals = Name == LivePartitions.Totals;
        var whole = _partition.Find(
            query.MediaId is { } title ? new(LiveKind.Title, title) : query.Channel is { } channel && isTotals ? new(LiveKind.Channel, channel) : LiveKey.Everything);
        var titles = isTotals ? [] : _partition.Keys.Where(board => Concerns(board, query)).ToArray();
        return Task.FromResult(new LivePart
        {
            AsOfMs = _partition.AsOfMs(now),
            IsIncomplete = _partition.IsIncomplete(now) || !_hasPast,
            Whole = whole is null ? null : Line(whole),
            LastMinute = whole is null ? new() { Minute = LastMinute(now) } : LastMinuteOf(whole, now),
            Lines = isTotals ? [.. Lines(LiveKind.Player), .. Lines(LiveKind.ContentType), .. Lines(LiveKind.Channel)] : Most(titles, query.Top),
            Titles = titles.Length,
            Listed = titles.Aggregate(default(LiveFigures), static (sum, board) => sum + board.Figures),
            OtherTitles = query is { MediaId: null, Channel: null } ? _partition.Find(LiveKey.OtherTitles)?.Figures ?? default : default,
            Silos = [.. _partition.Silos.Select(silo => new LiveSilo(silo.Silo, silo.HeardAtMs, now - silo.HeardAtMs > ClusterTotals.SilentAfterMs, silo.Health))],
        });
    }

    public Task<LiveHistory> Minutes(LiveKey key) => Task.FromResult(History(_partition.Find(key)?.Minutes ?? [], [], 60));

    public Task<LiveHistory> Seconds(LiveKey key)
    {
        if (key == LiveKey.Everything)
            return Task.FromResult(History([], _seconds.All, 1));

        var recent = _partition.Find(key)?.Recent ?? [];
        var last = _second / SampleSeconds * SampleSeconds;
        return Task.FromResult(History(
            [], [.. recent.Select((viewers, at) => new LiveSecond(last - ((recent.Length - 1 - at) * SampleSeconds), new() { Playing = viewers }))], SampleSeconds));
    }

    private static bool Concerns(KeyTotals board, LiveQuery query) =>
        board.Key.Kind == LiveKind.Title && board.Figures.Open > 0
        && (query.MediaId is null || board.Key.Id == query.MediaId) && (query.Channel is null || board.Channel == query.Channel);

    private static LiveLine[] Most(IEnumerable<KeyTotals> boards, int most) =>
        [.. boards.OrderByDescending(static board => board.Figures.Viewers).ThenBy(static board => board.Key.Id, StringComparer.Ordinal).Take(most).Select(Line)];

    private static LiveLine Line(KeyTotals board) => new(board.Key, board.Name, board.Channel, board.Figures, board.Recent);

    private static int LastMinute(long nowMs) => (int)(nowMs / 60_000) - 1;

    private static LiveMinute LastMinuteOf(KeyTotals board, long nowMs) =>
        board.Minutes is [.., var last] && last.Minute == LastMinute(nowMs) ? last : new() { Minute = LastMinute(nowMs), AverageBitrate = float.NaN };

    private LiveLine[] Lines(LiveKind kind) => Most(_partition.Keys.Where(board => board.Key.Kind == kind && board.Figures.Open > 0), LinesOfEachKind);

    private LiveHistory History(List<LiveMinute> minutes, LiveSecond[] seconds, int step) => new()
    {
        AsOfMs = _partition.AsOfMs(NowMs),
        IsIncomplete = _partition.IsIncomplete(NowMs) || !_hasPast,
        Minutes = [.. minutes],
        Seconds = seconds,
        StepSeconds = step,
        KeptSince = _partition.KeptSince,
    };

    private async Task Tick(CancellationToken cancellationToken)
    {
        var now = NowMs;
        _partition.Settle(now);
        _partition.DropSilent(now);
        var before = _second;
        _second = now / 1000;
        if (_second == before)
            return;

        if (Name == LivePartitions.Totals)
            _seconds.Record(_second, _partition.Everything.Figures);

        if (_second / SampleSeconds != before / SampleSeconds)
            _partition.Sample();

        if (_second / 60 != before / 60)
            Keep((int)(before / 60), _partition.EndMinute((int)(before / 60), now));

        await Store();
    }

    private void Keep(int minute, IReadOnlyList<LiveMinuteRow> rows)
    {
        if (rows.Count == 0 || !store.KeepsMinutes)
            return;

        _unstored.Enqueue((minute, rows));
        if (_unstored.Count > MaxUnstored)
            _unstored.Dequeue();
    }

    /// <summary>Brings the past from the store once, and what ended into it. What fails is tried again a second later.</summary>
    private async Task Store()
    {
        if (_isStoring)
            return;

        _isStoring = true;
        try
        {
            if (!_hasPast)
            {
                await store.Read(Name, LastMinute(NowMs), rows => _partition.Restore(rows, NowMs));
                _hasPast = true;
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

    [LoggerMessage(1031, LogLevel.Warning, "Minutes of the live counts could not be read or stored ({Reason}); tried again in a second.")]
    private partial void LogNotStored(string reason);
}
