namespace SessionGrains.Live;

/// <summary>What this silo and one partition agree upon: the last sequence, and which rows the partition has. One report under way at a time.</summary>
internal sealed class PartitionLink(string partition)
{
    private readonly List<LiveRow> _last = [];
    private long _sequence;
    private bool _mustBeWhole = true;
    private readonly Lock _lock = new();
    private bool _isBusy;
    private bool _isOwed;

    /// <summary>Gauges of a report of all rows that are still to be told; null: none is under way.</summary>
    private Queue<LiveGauge>? _untold;

    /// <summary>The last report did not have all that there was to tell.</summary>
    private bool _hasMore;

    /// <summary>True: compose and send a report now. False: one is under way, and another is owed when it has arrived.</summary>
    public bool TryBegin()
    {
        lock (_lock)
        {
            _isOwed = _isBusy;
            _isBusy = true;
            return !_isOwed;
        }
    }

    /// <summary>A report has arrived, or not. True when another one is owed, for a half second that ended meanwhile or the rest of what there was: it goes at once.</summary>
    public bool MustGoOn()
    {
        lock (_lock)
        {
            _isBusy = _isOwed || _hasMore;
            _isOwed = false;
            return _isBusy;
        }
    }

    /// <summary>What is to be told, as much of it as one message takes (<see cref="LiveSizes.MostOfReport"/>).</summary>
    public ReportPart Compose(SiloCounters counters)
    {
        var parcel = _mustBeWhole || _untold is not null ? ComposeWhole(counters) : ComposeChanged(counters);
        _hasMore = parcel.IsPart;
        return parcel;
    }

    public void Confirm(in ReportPart parcel, bool isTaken)
    {
        if (isTaken)
        {
            _last.RemoveRange(0, parcel.Last);
            foreach (var (gauge, version) in parcel.Sent)
            {
                gauge.KnownVersion = version;

                // Now that the partition knows what it counted last it can be forgotten.
                if (gauge.Users == 0)
                    gauge.Record();
            }
        }
        else
        {
            // From the beginning, with the next half second.
            (_untold, _hasMore) = (null, false);
        }

        _mustBeWhole = !isTaken;
    }

    private ReportPart ComposeWhole(SiloCounters counters)
    {
        var goesOn = _untold is not null;
        if (_untold is null)
        {
            // All are told: none of them for having changed. What changes from here on comes after them.
            foreach (var _ in counters.TakeChanged(partition))
            {
            }

            _untold = new(counters.Gauges().Where(one => one.Partition == partition));
        }

        var (rows, sent, left) = (new List<LiveRow>(), new List<(LiveGauge, long)>(), LiveSizes.MostOfReport);
        while (_untold.TryPeek(out var gauge))
        {
            var row = gauge.Row(isLast: false, out var version);
            if ((left -= LiveSizes.Of(row)) < 0 && rows.Count > 0)
                break;

            _untold.Dequeue();
            rows.Add(row);
            sent.Add((gauge, version));
        }

        var isPart = _untold.Count > 0;
        if (!isPart)
            _untold = null;

        // The rows of forgotten gauges are not among all of them, which says the same.
        return new(++_sequence, IsWhole: true, [.. rows], sent, isPart ? 0 : _last.Count) { IsPart = isPart, GoesOn = goesOn };
    }

    private ReportPart ComposeChanged(SiloCounters counters)
    {
        var changed = new Queue<LiveGauge>();
        foreach (var gauge in counters.TakeChanged(partition).ToArray())
        {
            if (gauge.Version != gauge.KnownVersion)
                changed.Enqueue(gauge);
            else if (gauge.Users == 0 && counters.Forget(gauge))
                _last.Add(gauge.Row(isLast: true, out _));
        }

        // The rows of forgotten gauges go first: the same key may have come again meanwhile.
        var (rows, sent, left) = (new List<LiveRow>(), new List<(LiveGauge, long)>(), LiveSizes.MostOfReport);
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

        return new(++_sequence, IsWhole: false, [.. rows], sent, last) { IsPart = last < _last.Count || changed.Count > 0 };
    }

    /// <summary>One report on its way.</summary>
    internal readonly record struct ReportPart(long Sequence, bool IsWhole, LiveRow[] Rows, List<(LiveGauge Gauge, long Version)> Sent, int Last)
    {
        /// <inheritdoc cref="LiveReport.IsPart"/>
        public bool IsPart { get; init; }

        /// <inheritdoc cref="LiveReport.GoesOn"/>
        public bool GoesOn { get; init; }
    }
}
