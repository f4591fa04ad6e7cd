namespace SessionGrains.Api.Operators.Sessions.Explaining;

/// <summary>
/// Tells in which segments of content what was watched was seen for the first time. What was watched is what the metric consists of. The journal has the playheads at
/// the ends of segments: what lies between them belongs to the first such segment. The rest was seen while the playhead stood or went back a little; it belongs to the
/// segments that end nearest to it.
/// </summary>
internal sealed class FirstSeen
{
    private readonly Part[] _parts;

    private FirstSeen(IEnumerable<JournalSegment> content) => _parts = [.. content.Select(static segment => new Part(segment))];

    /// <summary>The content and what was first seen in it, in order of time.</summary>
    public IReadOnlyList<(JournalSegment Segment, long Ms)> Spans => [.. _parts.Where(static part => part.SeenMs > 0).Select(static part => (part.Segment, part.SeenMs))];

    /// <summary>What was watched again.</summary>
    public PlayheadRanges Twice { get; private set; } = new([]);

    /// <summary>How often it was watched again, in milliseconds.</summary>
    public long RepeatedMs { get; private set; }

    /// <summary>What lies beyond the length, in milliseconds.</summary>
    public long BeyondMs { get; private set; }

    /// <summary>By how much the moving playhead was ahead of the clock, in milliseconds; negative if it was behind.</summary>
    public long FurtherMs => _parts.Where(static part => part.IsMoving).Sum(static part => part.To - part.From + part.StandingMs - part.LastedMs);

    /// <summary>How long the playhead stood without a new position, in milliseconds.</summary>
    public long StillMs => _parts.Where(static part => !part.IsMoving).Sum(static part => part.LastedMs - part.StandingMs);

    /// <param name="evidence">The session.</param>
    /// <param name="watched">What was watched.</param>
    public static FirstSeen Of(Evidence evidence, WatchedContent watched)
    {
        var seen = new FirstSeen(evidence.Segments(JournalSegmentKind.Content));
        var length = evidence.LengthSeconds is { } seconds ? PlayheadMs(seconds) : long.MaxValue;
        var all = new PlayheadRanges([.. watched.Ranges.Select(static range => (range.FromMs, range.ToMs))]);
        var left = all;
        foreach (var part in seen._parts.Where(part => part.IsMoving && (evidence.IsWhole || part.IsPlausible)))
        {
            var isNew = left.Overlap(part.From, part.To);
            var again = isNew.Ranges.Aggregate(all.Overlap(part.From, part.To), static (known, range) => known.Without(range.From, range.To));
            part.SeenMs = isNew.TotalMs;
            seen.RepeatedMs += again.TotalMs;
            seen.Twice = again.Ranges.Aggregate(seen.Twice, static (twice, range) => twice.With(range.From, range.To));
            seen.BeyondMs += Math.Max(0, part.To - Math.Max(part.From, length));
            left = left.Without(part.From, part.To);
        }

        // What lies between merged ranges belongs to no segment, and in a thinned journal the segment may be missing.
        if (evidence.IsWhole && !watched.Merged)
            Array.ForEach(left.Ranges, seen.AddStanding);
        return seen;
    }

    private static long PlayheadMs(double seconds) => double.IsFinite(seconds) ? (long)Math.Round(Math.Clamp(seconds, 0, 1e13) * 1000) : 0;

    private void AddStanding((long From, long To) range)
    {
        var nearest = _parts.OrderBy(part => part.DistanceTo(range)).ToArray();
        foreach (var part in nearest)
        {
            var ms = Math.Min(range.To - range.From, Math.Max(0, part.LastedMs - part.StandingMs));
            part.AddStanding(ms);
            range.From += ms;
        }

        nearest.FirstOrDefault()?.AddStanding(range.To - range.From);
    }

    /// <summary>A segment of content.</summary>
    private sealed class Part(JournalSegment segment)
    {
        public JournalSegment Segment => segment;

        public long From { get; } = PlayheadMs(segment.PlayheadFrom);

        public long To { get; } = PlayheadMs(segment.PlayheadTo);

        public long LastedMs { get; } = Evidence.Ms(segment);

        /// <summary>What was first seen in it, in milliseconds.</summary>
        public long SeenMs { get; set; }

        /// <summary>The part of it that was seen while the playhead stood.</summary>
        public long StandingMs { get; private set; }

        public bool IsMoving => To > From + 1;

        /// <summary>Whether the playhead can have come that far in one span (docs/protocol.md#6-reading-a-session): merged entries may hide a jump.</summary>
        public bool IsPlausible => To - From <= (2.5 * LastedMs) + 2_000;

        public void AddStanding(long ms)
        {
            StandingMs += ms;
            SeenMs += ms;
        }

        public long DistanceTo((long From, long To) range) =>
            Math.Min(Math.Max(0, Math.Max(range.From - To, To - range.To)), Math.Max(0, Math.Max(range.From - From, From - range.To)));
    }
}
