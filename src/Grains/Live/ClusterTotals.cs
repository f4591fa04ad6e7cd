namespace SessionGrains.Live;

/// <summary>
/// Adds up the counts of all silos for one partition of the keys. No clock: the time is an argument, milliseconds since 1970-01-01 UTC. Silos report absolute
/// counts, so a lost or repeated report changes nothing, and the counts of a silo that is gone are subtracted as a whole.
/// </summary>
internal sealed class ClusterTotals
{
    /// <summary>Maximum number of distinct titles at a time; further ones are counted together as <see cref="LiveKey.OtherTitles"/>.</summary>
    public const int MaxTitles = 20_000;

    /// <summary>Maximum number of minutes of all keys together. Beyond it the oldest are removed, so with very many titles less than 24 h are kept.</summary>
    public const int MaxMinutes = 250_000;

    /// <summary>After this time without a report a silo counts as silent: two reports are missing.</summary>
    public const long SilentAfterMs = 2_500;

    /// <summary>After this time without a report a silo is gone and no longer counts.</summary>
    public const long GoneAfterMs = 6_000;

    /// <summary>Time for the sessions of a lost silo to come back with their next event, which takes at most 10 s.</summary>
    public const long RecoveryMs = 15_000;

    /// <summary>How long after its end a half second waits for the report of a late silo.</summary>
    private const long LateReportGraceMs = 300;

    /// <summary>Maximum number of reports that wait for a silo whose clock is ahead.</summary>
    private const int MaxWaiting = 4;

    private const int MinutesKept = 24 * 60;

    private readonly Dictionary<string, SiloContribution> _silos = [];

    /// <summary>Silos that are gone. If one comes back, its earlier events have already been counted.</summary>
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

    /// <summary>The first minute that is kept, in minutes since 1970-01-01 UTC.</summary>
    public int KeptSince { get; private set; }

    public KeyTotals? Find(LiveKey key) => _keys.GetValueOrDefault(key);

    /// <summary>
    /// True if counts may be missing or stale: a silo is silent, or a silo was lost (or this partition started) less than <see cref="RecoveryMs"/> ago.
    /// </summary>
    public bool IsIncomplete(long nowMs) => nowMs - _lastGoneAtMs < RecoveryMs || _silos.Values.Any(silo => nowMs - silo.HeardAtMs > SilentAfterMs);

    /// <summary>
    /// The end of the last half second that is added up for all silos. Partitions and front doors with the same value count the same. (A silo later than <see
    /// cref="LateReportGraceMs"/> may be missing.)
    /// </summary>
    public long AsOfMs(long nowMs) => (_silos.Values.Where(static silo => silo.AppliedTick > 0).Min(static silo => (long?)silo.AppliedTick) ?? LiveTicks.At(nowMs)) * LiveTicks.PeriodMs;

    /// <summary>Accepts a report. False if the silo must send all rows, because an earlier report is missing.</summary>
    public bool Accept(LiveReport report, long nowMs)
    {
        if (report.IsFinal)
        {
            Drop(report.Silo, nowMs);
            return true;
        }

        var isKnown = _silos.TryGetValue(report.Silo, out var silo);
        if ((!report.IsFull || report.IsContinuation) && (!isKnown || report.Sequence != silo!.Sequence + 1))
            return false;

        if (!isKnown)
            _silos.Add(report.Silo, silo = new(report.Silo));

        // What a silo counted before this partition started, or before the silo was lost, has already been counted.
        var isCounted = isKnown ? report.IsContinuation && silo!.IsCounted : report.CountsSinceMs < _startedAtMs || _goneSilos.Remove(report.Silo);
        silo!.IsCounted = isCounted && report.IsPartial;
        (silo.Sequence, silo.HeardAtMs, silo.Health) = (report.Sequence, nowMs, report.Health);
        silo.Tick = Math.Max(silo.Tick, report.IsPartial ? report.Tick - 1 : report.Tick);
        silo.Pending.Enqueue((report, isCounted));
        ApplyReports(nowMs);
        return true;
    }

    /// <summary>
    /// Adds up the half seconds that all silos have reported, or that have waited long enough for a late one. A session that moved is in the reports of the
    /// same half second on both silos, so it is counted once at any time.
    /// </summary>
    public void ApplyReports(long nowMs)
    {
        while (_silos.Values.Where(static silo => silo.Pending.Count > 0).Min(static silo => (long?)silo.Pending.Peek().Report.Tick) is { } tick)
        {
            var isComplete = _silos.Values.All(silo => silo.Tick >= tick || silo.Pending.Count > MaxWaiting || nowMs - silo.HeardAtMs > SilentAfterMs);
            if (!isComplete && nowMs < (tick * LiveTicks.PeriodMs) + LateReportGraceMs)
                return;

            foreach (var silo in _silos.Values)
            {
                while (silo.Pending.TryPeek(out var next) && next.Report.Tick <= tick)
                    Apply(silo, silo.Pending.Dequeue(), nowMs);
            }
        }
    }

    /// <summary>Removes the silos that are gone. Called once a second.</summary>
    public void DropSilent(long nowMs)
    {
        foreach (var silo in _silos.Values.Where(silo => nowMs - silo.HeardAtMs > GoneAfterMs).ToArray())
            Drop(silo.Silo, nowMs);
    }

    /// <summary>Removes a silo that has stopped or died.</summary>
    public void Drop(string name, long nowMs)
    {
        if (!_silos.Remove(name, out var silo))
            return;

        _lastGoneAtMs = nowMs;
        _goneSilos.Add(name);
        while (silo.Pending.TryDequeue(out var pending))
            Apply(silo, pending, nowMs);

        foreach (var key in silo.Rows.Keys.ToArray())
            Remove(silo, key, nowMs);
    }

    /// <summary>Samples the viewers of all keys. Called every 10 s.</summary>
    public void Sample()
    {
        foreach (var totals in _keys.Values)
            totals.Sample();
    }

    /// <summary>Ends a minute and returns its rows for the store.</summary>
    /// <param name="minute">The minute that ended, in minutes since 1970-01-01 UTC.</param>
    /// <param name="nowMs">Its end, ms since 1970-01-01 UTC.</param>
    public IReadOnlyList<LiveMinuteRow> EndMinute(int minute, long nowMs)
    {
        var rows = new List<LiveMinuteRow>();
        foreach (var totals in _keys.Values)
        {
            if (totals.EndMinute(minute, nowMs) is { } ended)
                rows.Add(new(totals.Key, totals.Name, totals.Channel, ended));
        }

        _minutes += rows.Count;
        ForgetOld(minute);
        return rows;
    }

    /// <summary>Restores a stored minute.</summary>
    public void Restore(IEnumerable<LiveMinuteRow> rows, long nowMs)
    {
        foreach (var row in rows)
        {
            var totals = TotalsOf(row.Key, nowMs);
            (totals.Name, totals.Channel) = (totals.Name ?? row.Name, totals.Channel ?? row.Channel);
            var before = totals.Minutes.Count;
            totals.Restore(row.Minute);
            _minutes += totals.Minutes.Count - before;
        }
    }

    private void ForgetOld(int minute)
    {
        KeptSince = Math.Max(KeptSince, minute - MinutesKept + 1);
        ForgetBefore(KeptSince);
        while (_minutes > MaxMinutes && Oldest() is { } oldest && oldest < minute)
        {
            // Starts at the oldest minute there is, instead of each minute of a day: with very many titles few are kept.
            KeptSince = oldest + 1;
            ForgetBefore(KeptSince);
        }

        foreach (var totals in _keys.Values.Where(static totals => totals.CanForget && totals.Key.Kind != LiveKind.Everything).ToArray())
        {
            _keys.Remove(totals.Key);
            _titles -= totals.Key.Kind == LiveKind.Title ? 1 : 0;
        }
    }

    private void Apply(SiloContribution silo, (LiveReport Report, bool IsCounted) pending, long nowMs)
    {
        silo.AppliedTick = Math.Max(silo.AppliedTick, pending.Report.Tick);
        if (pending.Report.IsFull && !(pending.Report.IsContinuation && silo.MissingKeys is not null))
            silo.MissingKeys = [.. silo.Rows.Keys];

        foreach (var row in pending.Report.Rows)
        {
            silo.MissingKeys?.Remove(row.Key);
            Add(silo, row, pending.IsCounted, nowMs);
        }

        if (pending.Report.IsPartial)
            return;

        foreach (var key in silo.MissingKeys ?? [])
            Remove(silo, key, nowMs);

        silo.MissingKeys = null;
    }

    private void ForgetBefore(int minute)
    {
        foreach (var totals in _keys.Values)
            _minutes -= totals.ForgetBefore(minute);
    }

    private int? Oldest() => _keys.Values.Where(static totals => totals.Minutes.Count > 0).Min(static totals => (int?)totals.Minutes[0].Minute);

    private void Add(SiloContribution silo, in LiveRow row, bool isCounted, long nowMs)
    {
        var (totals, before) = silo.Rows.TryGetValue(row.Key, out var known) ? known : (null, default);
        if (totals is null)
        {
            totals = TotalsOf(row.Key, nowMs);
            totals.RowCount++;
            before = isCounted ? row.Figures.Cumulative : default;
        }

        if (totals.Key == row.Key)
            (totals.Name, totals.Channel) = (row.Name ?? totals.Name, row.Channel ?? totals.Channel);

        totals.Change(row.Figures - before, nowMs);
        silo.Rows[row.Key] = (totals, row.Figures);
        if (row.IsLast)
            Remove(silo, row.Key, nowMs);
    }

    private static void Remove(SiloContribution silo, LiveKey key, long nowMs)
    {
        if (silo.Rows.Remove(key, out var row))
        {
            row.Totals.Change(default(LiveFigures) - row.Figures.Current, nowMs);
            row.Totals.RowCount--;
        }
    }

    private KeyTotals TotalsOf(LiveKey key, long nowMs)
    {
        if (_keys.TryGetValue(key, out var totals))
            return totals;

        if (key.Kind == LiveKind.Title && _titles++ >= MaxTitles)
        {
            _titles--;
            return TotalsOf(LiveKey.OtherTitles, nowMs);
        }

        _keys.Add(key, totals = new(key, nowMs));
        return totals;
    }
}
