namespace SessionGrains.Tracking;

/// <summary>The watched intervals of main content, for unique time played: closed ones and the one that grows.</summary>
internal sealed partial class TrackingState
{
    private const int MaxWatchedIntervals = 64;

    /// <summary>In seconds. In milliseconds it still fits a long.</summary>
    private const double MaxPlayheadSeconds = 1e13;

    /// <summary>Disjoint ascending intervals in milliseconds of main content. The growing one is kept apart and may overlap them.</summary>
    public Interval[] Watched = [];
    public Interval Watching;

    private void AddWatched(double playhead, long spanMs)
    {
        if (spanMs <= 0 || double.IsNaN(playhead))
        {
            return;
        }

        var added = At(playhead, spanMs);
        if (Watching.IsEmpty || Watching.Touches(added))
        {
            Watching = Watching.Union(added);
            return;
        }

        Watched = Interval.Insert(Watched, Watching);
        if (Watched.Length >= MaxWatchedIntervals)
        {
            Watched = Interval.MergeNearest(Watched);
            RecordOverLimit(BoundedList.WatchedIntervals, LastSentTs);
        }

        Watching = added;
    }

    /// <summary>
    /// How much main content was seen in a span of playing: as far as the playhead went on, so that double speed counts what was seen. A playhead that stands or jumped says
    /// nothing; then it is the span.
    /// </summary>
    private static long SeenMs(double from, double to, long spanMs) =>
        spanMs > 0 && to - from > SamePlayhead && !IsAhead(from, to, spanMs) ? InMs(to) - InMs(from) : spanMs;

    private long UniqueMs(double lengthSeconds) => WatchedUpTo(lengthSeconds).Sum(static interval => interval.To - interval.From);

    /// <summary>What was watched of main content: what unique time played adds up from.</summary>
    public WatchedContent WatchedContent(double lengthSeconds) => new(
        [.. WatchedUpTo(lengthSeconds).Select(static interval => new WatchedRange(interval.From, interval.To))], (OverLimitLists & BoundedList.WatchedIntervals) != 0);

    /// <summary>Disjoint ascending intervals, cut at the length.</summary>
    private IEnumerable<Interval> WatchedUpTo(double lengthSeconds)
    {
        var all = new List<Interval>(Watched) { Watching };
        if (Suspected.SpanMs > 0)
        {
            all.Add(At(StallPlayhead, Suspected.SpanMs));
        }

        if (Frozen.Content.SpanMs > 0)
        {
            all.Add(At(FirstPlayhead, Frozen.Content.SpanMs));
        }

        var end = lengthSeconds > 0 ? InMs(lengthSeconds) : long.MaxValue;
        return Interval.Merge(all).Where(interval => interval.From < end).Select(interval => interval with { To = Math.Min(interval.To, end) });
    }

    private static Interval At(double playhead, long spanMs)
    {
        var from = InMs(playhead);
        return new(from, from + spanMs);
    }

    private static long InMs(double seconds) => (long)Math.Round(Math.Min(seconds, MaxPlayheadSeconds) * 1000);
}
