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

    /// <summary>A report has arrived, or not. True when another one is owed, for a half second that ended meanwhile: it goes at once.</summary>
    public bool MustGoOn()
    {
        lock (_lock)
        {
            _isBusy = _isOwed;
            _isOwed = false;
            return _isBusy;
        }
    }

    public Parcel Compose(LiveCounters counters)
    {
        var rows = new List<LiveRow>();
        var sent = new List<(LiveGauge, long)>();
        var gauges = counters.TakeChanged(partition).ToArray();
        foreach (var gauge in _mustBeWhole ? counters.Gauges().Where(one => one.Partition == partition) : gauges)
        {
            if (!_mustBeWhole && gauge.Version == gauge.KnownVersion)
            {
                if (gauge.Users == 0 && counters.Forget(gauge))
                    _last.Add(gauge.Row(isLast: true, out _));

                continue;
            }

            rows.Add(gauge.Row(isLast: false, out var version));
            sent.Add((gauge, version));
        }

        // The rows of forgotten gauges go first: the same key may have come again meanwhile.
        return new(++_sequence, _mustBeWhole, _mustBeWhole ? [.. rows] : [.. _last, .. rows], sent, _last.Count);
    }

    public void Confirm(in Parcel parcel, bool isTaken)
    {
        if (isTaken)
        {
            _last.RemoveRange(0, parcel.Last);
            foreach (var (gauge, version) in parcel.Sent)
            {
                gauge.KnownVersion = version;

                // Now that the partition knows what it counted last it can be forgotten.
                if (gauge.Users == 0)
                    gauge.Note();
            }
        }

        _mustBeWhole = !isTaken;
    }

    /// <summary>One report on its way.</summary>
    internal readonly record struct Parcel(long Sequence, bool IsWhole, LiveRow[] Rows, List<(LiveGauge Gauge, long Version)> Sent, int Last);
}
