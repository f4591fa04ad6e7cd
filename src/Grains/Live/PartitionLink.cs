namespace SessionGrains.Live;

/// <summary>What this silo and one partition agree upon: the last sequence, and which rows the partition has. One report under way at a time.</summary>
internal sealed class PartitionLink(string partition)
{
    private readonly List<LiveRow> _last = [];
    private long _sequence;
    private bool _mustSendAll = true;
    private readonly Lock _lock = new();
    private bool _isBusy;
    private bool _isRequested;

    /// <summary>Gauges of a report of all rows that are still to be told; null: none is under way.</summary>
    private Queue<KeyCounter>? _remaining;

    /// <summary>The last report did not have all that there was to tell.</summary>
    private bool _hasMore;

    /// <summary>True: compose and send a report now. False: one is under way, and another is owed when it has arrived.</summary>
    public bool TryBegin()
    {
        lock (_lock)
        {
            _isRequested = _isBusy;
            _isBusy = true;
            return !_isRequested;
        }
    }

    /// <summary>A report has arrived, or not. True when another one is owed, for a half second that ended meanwhile or the rest of what there was: it goes at once.</summary>
    public bool MustSendAgain()
    {
        lock (_lock)
        {
            _isBusy = _isRequested || _hasMore;
            _isRequested = false;
            return _isBusy;
        }
    }

    /// <summary>What is to be told, as much of it as one message takes (<see cref="LiveSizes.MaxReportBytes"/>).</summary>
    public ReportPart Compose(SiloCounters counters)
    {
        var part = _mustSendAll || _remaining is not null ? ComposeWhole(counters) : ComposeChanged(counters);
        _hasMore = part.IsPartial;
        return part;
    }

    public void Confirm(in ReportPart part, bool isTaken)
    {
        if (isTaken)
        {
            _last.RemoveRange(0, part.Last);
            foreach (var (gauge, version) in part.Sent)
            {
                gauge.ConfirmedVersion = version;

                // Now that the partition knows what it counted last it can be forgotten.
                if (gauge.Users == 0)
                    gauge.Record();
            }
        }
        else
        {
            // From the beginning, with the next half second.
            (_remaining, _hasMore) = (null, false);
        }

        _mustSendAll = !isTaken;
    }

    private ReportPart ComposeWhole(SiloCounters counters)
    {
        var goesOn = _remaining is not null;
        if (_remaining is null)
        {
            // All are told: none of them for having changed. What changes from here on comes after them.
            foreach (var _ in counters.TakeChanged(partition))
            {
            }

            _remaining = new(counters.Gauges().Where(one => one.Partition == partition));
        }

        var (rows, sent, left) = (new List<LiveRow>(), new List<(KeyCounter, long)>(), LiveSizes.MaxReportBytes);
        while (_remaining.TryPeek(out var gauge))
        {
            var row = gauge.Row(isLast: false, out var version);
            if ((left -= LiveSizes.Of(row)) < 0 && rows.Count > 0)
                break;

            _remaining.Dequeue();
            rows.Add(row);
            sent.Add((gauge, version));
        }

        var isPart = _remaining.Count > 0;
        if (!isPart)
            _remaining = null;

        // The rows of forgotten gauges are not among all of them, which says the same.
        return new(++_sequence, IsFull: true, [.. rows], sent, isPart ? 0 : _last.Count) { IsPartial = isPart, IsContinuation = goesOn };
    }

    private ReportPart ComposeChanged(SiloCounters counters)
    {
        var changed = new Queue<KeyCounter>();
        foreach (var gauge in counters.TakeChanged(partition).ToArray())
        {
            if (gauge.Version != gauge.ConfirmedVersion)
                changed.Enqueue(gauge);
            else if (gauge.Users == 0 && counters.Forget(gauge))
                _last.Add(gauge.Row(isLast: true, out _));
        }

        // The rows of forgotten gauges go first: the same key may have come again meanwhile.
        var (rows, sent, left) = (new List<LiveRow>(), new List<(KeyCounter, long)>(), LiveSizes.MaxReportBytes);
        var last = 0;
        while (last < _last.Count && ((left -= LiveSizes.Of(_last[last])) >= 0 || rows.Count == 0))
            rows.Add(_last[last++]);

        while (last == _last.Count && changed.TryPeek(out var gauge))
        {
            var row = gauge.Row(isLast: false, out var version);
            if ((left -= LiveSizes.Of(row)) < 0 && rows.Count > 0)
                break;

            changed.Dequeue();
            rows.Add(row);
            sent.Add((gauge, version));
        }

        foreach (var gauge in changed)
            gauge.Record();

        return new(++_sequence, IsFull: false, [.. rows], sent, last) { IsPartial = last < _last.Count || changed.Count > 0 };
    }

    /// <summary>One report on its way.</summary>
    internal readonly record struct ReportPart(long Sequence, bool IsFull, LiveRow[] Rows, List<(KeyCounter Gauge, long Version)> Sent, int Last)
    {
        /// <inheritdoc cref="LiveReport.IsPartial"/>
        public bool IsPartial { get; init; }

        /// <inheritdoc cref="LiveReport.IsContinuation"/>
        public bool IsContinuation { get; init; }
    }
}
