namespace SessionGrains.Live;

/// <summary>
/// Adds the silos' counts up for one part of the keys. Pure but for the clock that is an argument: milliseconds since 1970-01-01 UTC. Each silo's share is
/// absolute, so a report that is lost or comes twice changes nothing, and a silo that has gone is subtracted as a whole.
/// </summary>
internal sealed class ClusterTotals
{
    /// <summary>Distinct titles at a time; those beyond are counted together as <see cref="LiveKey.OtherTitles"/>.</summary>
    public const int MaxTitles = 20_000;

    /// <summary>Minutes of all keys together. Beyond, the oldest go first, so with very many titles less than 24 h is kept.</summary>
    public const int MaxMinutes = 250_000;

    /// <summary>A silo that has not reported for so long is taken to be in trouble; two reports are missing then.</summary>
    public const long SilentAfterMs = 2_500;

    /// <summary>A silo that has not reported for so long counts no more.</summary>
    public const long GoneAfterMs = 6_000;

    /// <summary>After a silo has gone its sessions come back with their next event, 10 s later at most.</summary>
    public const long RecoveryMs = 15_000;

    /// <summary>How long after its end a half second waits for a silo that has not reported it.</summary>
    private const long LateReportGraceMs = 300;

    /// <summary>Reports of a silo whose clock is ahead that wait at most.</summary>
    private const int MaxWaiting = 4;

    private const int MinutesKept = 24 * 60;

    private readonly Dictionary<string, SiloContribution> _silos = [];

    /// <summary>Silos that went silent; should one come back, what it counted before has been counted.</summary>
    private readonly HashSet<string> _goneSilos = [];
    private readonly Dictionary<LiveKey, KeyTotals> _keys;
    private readonly long _startedAtMs;
    private long _lastGoneAtMs;
    private int _minutes;
    private int _titles;

    public ClusterTotals(long startedAtMs)
    {
        _startedAtMs = _lastGoneAtMs = startedAtMs;
        _keys = new() { [LiveKey.Everything] = new(LiveKey.Everything, startedAtMs) };
    }

    public IReadOnlyCollection<KeyTotals> Keys => _keys.Values;

    public IReadOnlyCollection<SiloContribution> Silos => _silos.Values;

    public KeyTotals Everything => _keys[LiveKey.Everything];

    /// <summary>Minutes before this one are no longer kept; minutes since 1970-01-01 UTC.</summary>
    public int KeptSince { get; private set; }

    public KeyTotals? Find(LiveKey key) => _keys.GetValueOrDefault(key);

    /// <summary>Something may be missing or stale: a silo is silent, or one went (or this partition began) less than <see cref="RecoveryMs"/> ago.</summary>
    public bool IsIncomplete(long nowMs) => nowMs - _lastGoneAtMs < RecoveryMs || _silos.Values.Any(silo => nowMs - silo.HeardAtMs > SilentAfterMs);

    /// <summary>
    /// The end of the last half second that is added up of all silos that count, so partitions and front doors that say the same count the same. (Only
    /// of a silo that is later than <see cref="LateReportGraceMs"/> more may be added up of the others.)
    /// </summary>
    public long AsOfMs(long nowMs) => (_silos.Values.Where(static silo => silo.Counted > 0).Min(static silo => (long?)silo.Counted) ?? LiveTicks.At(nowMs)) * LiveTicks.PeriodMs;

    /// <summary>Takes a report. False when the silo has to send all rows, because one before it is missing.</summary>
    public bool Take(LiveReport report, long nowMs)
    {
        if (report.IsFinal)
        {
            Drop(report.Silo, nowMs);
            return true;
        }

        var isKnown = _silos.TryGetValue(report.Silo, out var share);
        if ((!report.IsFull || report.IsContinuation) && (!isKnown || report.Sequence != share!.Sequence + 1))
            return false;

        if (!isKnown)
            _silos.Add(report.Silo, share = new(report.Silo));

        // What a silo counted before this partition began, or before it went silent, has been counted.
        var countsBefore = isKnown ? report.IsContinuation && share!.CountsBefore : report.CountsSinceMs < _startedAtMs || _goneSilos.Remove(report.Silo);
        share!.CountsBefore = countsBefore && report.IsPartial;
        (share.Sequence, share.HeardAtMs, share.Health) = (report.Sequence, nowMs, report.Health);
        share.Tick = Math.Max(share.Tick, report.IsPartial ? report.Tick - 1 : report.Tick);
        share.Waiting.Enqueue((report, countsBefore));
        Settle(nowMs);
        return true;
    }

    /// <summary>
    /// Adds up the half seconds that all silos have reported, or that waited long enough for one that is late: a session that moved is in the reports
    /// of the same half second on both silos, so it is counted once at any time.
    /// </summary>
    public void Settle(long nowMs)
    {
        while (_silos.Values.Where(static silo => silo.Waiting.Count > 0).Min(static silo => (long?)silo.Waiting.Peek().Report.Tick) is { } tick)
        {
            var isComplete = _silos.Values.All(silo => silo.Tick >= tick || silo.Waiting.Count > MaxWaiting || nowMs - silo.HeardAtMs > SilentAfterMs);
            if (!isComplete && nowMs < (tick * LiveTicks.PeriodMs) + LateReportGraceMs)
                return;

            foreach (var share in _silos.Values)
            {
                while (share.Waiting.TryPeek(out var next) && next.Report.Tick <= tick)
                    Apply(share, share.Waiting.Dequeue(), nowMs);
            }
        }
    }

    /// <summary>Drops the silos that are silent for too long. Once a second.</summary>
    public void DropSilent(long nowMs)
    {
        foreach (var silo in _silos.Values.Where(silo => nowMs - silo.HeardAtMs > GoneAfterMs).ToArray())
            Drop(silo.Silo, nowMs);
    }

    /// <summary>A silo stopped or is known to be dead.</summary>
    public void Drop(string silo, long nowMs)
    {
        if (!_silos.Remove(silo, out var share))
            return;

        _lastGoneAtMs = nowMs;
        _goneSilos.Add(silo);
        while (share.Waiting.TryDequeue(out var waiting))
            Apply(share, waiting, nowMs);

        foreach (var key in share.Rows.Keys.ToArray())
            Remove(share, key, nowMs);
    }

    /// <summary>Notes the viewers of all titles for their recent past. Every 10 s.</summary>
    public void Sample()
    {
        foreach (var board in _keys.Values)
            board.Sample();
    }

    /// <summary>Ends a minute and gives what is to be stored of it.</summary>
    /// <param name="minute">The minute that ended, minutes since 1970-01-01 UTC.</param>
    /// <param name="nowMs">Its end.</param>
    public IReadOnlyList<LiveMinuteRow> EndMinute(int minute, long nowMs)
    {
        var rows = new List<LiveMinuteRow>();
        foreach (var board in _keys.Values)
        {
            if (board.EndMinute(minute, nowMs) is { } ended)
                rows.Add(new(board.Key, board.Name, board.Channel, ended));
        }

        _minutes += rows.Count;
        ForgetOld(minute);
        return rows;
    }

    /// <summary>Takes a minute that was stored.</summary>
    public void Restore(IEnumerable<LiveMinuteRow> rows, long nowMs)
    {
        foreach (var row in rows)
        {
            var board = TotalsOf(row.Key, nowMs);
            (board.Name, board.Channel) = (board.Name ?? row.Name, board.Channel ?? row.Channel);
            var before = board.Minutes.Count;
            board.Restore(row.Minute);
            _minutes += board.Minutes.Count - before;
        }
    }

    private void ForgetOld(int minute)
    {
        KeptSince = Math.Max(KeptSince, minute - MinutesKept + 1);
        ForgetBefore(KeptSince);
        while (_minutes > MaxMinutes && Oldest() is { } oldest && oldest < minute)
        {
            // From the oldest that there is, not minute by minute through a day: with very many titles little of it is kept.
            KeptSince = oldest + 1;
            ForgetBefore(KeptSince);
        }

        foreach (var board in _keys.Values.Where(static board => board.CanForget && board.Key.Kind != LiveKind.Everything).ToArray())
        {
            _keys.Remove(board.Key);
            _titles -= board.Key.Kind == LiveKind.Title ? 1 : 0;
        }
    }

    private void Apply(SiloContribution share, (LiveReport Report, bool CountsBefore) waiting, long nowMs)
    {
        share.Counted = Math.Max(share.Counted, waiting.Report.Tick);
        if (waiting.Report.IsFull && !(waiting.Report.IsContinuation && share.Awaited is not null))
            share.Awaited = [.. share.Rows.Keys];

        foreach (var row in waiting.Report.Rows)
        {
            share.Awaited?.Remove(row.Key);
            Take(share, row, waiting.CountsBefore, nowMs);
        }

        if (waiting.Report.IsPartial)
            return;

        foreach (var key in share.Awaited ?? [])
            Remove(share, key, nowMs);

        share.Awaited = null;
    }

    private void ForgetBefore(int minute)
    {
        foreach (var board in _keys.Values)
            _minutes -= board.ForgetBefore(minute);
    }

    private int? Oldest() => _keys.Values.Where(static board => board.Minutes.Count > 0).Min(static board => (int?)board.Minutes[0].Minute);

    private void Take(SiloContribution share, in LiveRow row, bool countsBefore, long nowMs)
    {
        var (board, before) = share.Rows.TryGetValue(row.Key, out var known) ? known : (null, default);
        if (board is null)
        {
            board = TotalsOf(row.Key, nowMs);
            board.Shares++;
            before = countsBefore ? row.Figures.Cumulative : default;
        }

        if (board.Key == row.Key)
            (board.Name, board.Channel) = (row.Name ?? board.Name, row.Channel ?? board.Channel);

        board.Change(row.Figures - before, nowMs);
        if (row.IsLast)
        {
            share.Rows[row.Key] = (board, row.Figures);
            Remove(share, row.Key, nowMs);
        }
        else
        {
            share.Rows[row.Key] = (board, row.Figures);
        }
    }

    private static void Remove(SiloContribution share, LiveKey key, long nowMs)
    {
        if (share.Rows.Remove(key, out var row))
        {
            row.Board.Change(default(LiveFigures) - row.Figures.Now, nowMs);
            row.Board.Shares--;
        }
    }

    private KeyTotals TotalsOf(LiveKey key, long nowMs)
    {
        if (_keys.TryGetValue(key, out var board))
            return board;

        if (key.Kind == LiveKind.Title && _titles++ >= MaxTitles)
        {
            _titles--;
            return TotalsOf(LiveKey.OtherTitles, nowMs);
        }

        _keys.Add(key, board = new(key, nowMs));
        return board;
    }
}
