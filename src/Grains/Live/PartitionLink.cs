namespace SessionGrains.Live;

/// <summary>
/// The connection of this silo to one partition: the last sequence, and the versions that the partition has confirmed. One report is in flight at a time.
/// </summary>
internal sealed class PartitionLink(string partition)
{
    private readonly List<LiveRow> _removed = [];
    private long _sequence;
    private bool _mustSendAll = true;
    private readonly Lock _lock = new();
    private bool _isBusy;
    private bool _isRequested;

    /// <summary>The keys still to be sent of a report of all rows; null if there is no such report.</summary>
    private Queue<KeyCounter>? _remaining;

    /// <summary>The last report did not contain everything.</summary>
    private bool _hasMore;

    /// <summary>True: compose and send a report now. False: one is in flight, and another one is sent after it.</summary>
    public bool TryBegin()
    {
        lock (_lock)
        {
            _isRequested = _isBusy;
            _isBusy = true;
            return !_isRequested;
        }
    }

    /// <summary>
    /// Called when a report was answered or failed. True if another one must be sent at once: for a half second that ended in the meantime, or the rest of the
    /// rows.
    /// </summary>
    public bool MustSendAgain()
    {
        lock (_lock)
        {
            _isBusy = _isRequested || _hasMore;
            _isRequested = false;
            return _isBusy;
        }
    }

    /// <summary>The next report, with as many rows as fit into one message (<see cref="LiveSizes.MaxReportBytes"/>).</summary>
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
            _removed.RemoveRange(0, part.Removed);
            foreach (var (key, version) in part.Sent)
            {
                key.ConfirmedVersion = version;

                // The partition has its last counts, so it can be removed.
                if (key.Users == 0)
                    key.Enqueue();
            }
        }
        else
        {
            // Start again with the next half second.
            (_remaining, _hasMore) = (null, false);
        }

        _mustSendAll = !isTaken;
    }

    private ReportPart ComposeWhole(SiloCounters counters)
    {
        var isContinuation = _remaining is not null;
        if (_remaining is null)
        {
            // All rows are sent, so discard the list of changed ones. Later changes come after them.
            foreach (var _ in counters.TakeChanged(partition))
            {
            }

            _remaining = new(counters.KeyCounters().Where(one => one.Partition == partition));
        }

        var (rows, sent, left) = (new List<LiveRow>(), new List<(KeyCounter, long)>(), LiveSizes.MaxReportBytes);
        while (_remaining.TryPeek(out var key))
        {
            var row = key.Row(isLast: false, out var version);
            if ((left -= LiveSizes.Of(row)) < 0 && rows.Count > 0)
                break;

            _remaining.Dequeue();
            rows.Add(row);
            sent.Add((key, version));
        }

        var isPartial = _remaining.Count > 0;
        if (!isPartial)
            _remaining = null;

        // Removed keys are missing from the full list, which says the same.
        return new(++_sequence, IsFull: true, [.. rows], sent, isPartial ? 0 : _removed.Count) { IsPartial = isPartial, IsContinuation = isContinuation };
    }

    private ReportPart ComposeChanged(SiloCounters counters)
    {
        var changed = new Queue<KeyCounter>();
        foreach (var key in counters.TakeChanged(partition).ToArray())
        {
            if (key.Version != key.ConfirmedVersion)
                changed.Enqueue(key);
            else if (key.Users == 0 && counters.Forget(key))
                _removed.Add(key.Row(isLast: true, out _));
        }

        // Rows of removed keys go first: the same key may have come again.
        var (rows, sent, left) = (new List<LiveRow>(), new List<(KeyCounter, long)>(), LiveSizes.MaxReportBytes);
        var removed = 0;
        while (removed < _removed.Count && ((left -= LiveSizes.Of(_removed[removed])) >= 0 || rows.Count == 0))
            rows.Add(_removed[removed++]);

        while (removed == _removed.Count && changed.TryPeek(out var key))
        {
            var row = key.Row(isLast: false, out var version);
            if ((left -= LiveSizes.Of(row)) < 0 && rows.Count > 0)
                break;

            changed.Dequeue();
            rows.Add(row);
            sent.Add((key, version));
        }

        foreach (var key in changed)
            key.Enqueue();

        return new(++_sequence, IsFull: false, [.. rows], sent, removed) { IsPartial = removed < _removed.Count || changed.Count > 0 };
    }

    /// <summary>One report in flight.</summary>
    internal readonly record struct ReportPart(long Sequence, bool IsFull, LiveRow[] Rows, List<(KeyCounter Key, long Version)> Sent, int Removed)
    {
        /// <inheritdoc cref="LiveReport.IsPartial"/>
        public bool IsPartial { get; init; }

        /// <inheritdoc cref="LiveReport.IsContinuation"/>
        public bool IsContinuation { get; init; }
    }
}
