using static SessionGrains.Api.Operators.Sessions.Explaining.Phrases;

namespace SessionGrains.Api.Operators.Sessions.Explaining;

/// <summary>
/// Explains the unique time played as the content time less what was watched twice or lies beyond the length, more or less what the playhead moved further or
/// less far than the clock (docs/protocol.md#6-reading-a-session). The journal has the playheads at the ends of its segments; the metric those of every event.
/// </summary>
internal sealed class UniqueTime
{
    private const int NamedRanges = 3;

    private readonly Evidence _evidence;
    private readonly List<(JournalSegment Segment, long Ms)> _spans = [];
    private PlayheadRanges _seen = new([]);
    private PlayheadRanges _twice = new([]);
    private long _repeatedMs;
    private long _furtherMs;
    private long _beyondMs;
    private long _stillMs;

    private UniqueTime(Evidence evidence) => _evidence = evidence;

    public static MetricExplanation Of(Evidence evidence)
    {
        var value = evidence.Metrics.UniqueTimePlayedMs;
        var unique = new UniqueTime(evidence);
        var content = evidence.Segments(JournalSegmentKind.Content).ToArray();
        foreach (var segment in content.Where(IsMoving))
            unique.AddMoving(segment);
        foreach (var segment in content.Where(static segment => !IsMoving(segment)))
            unique.AddStill(segment, value);

        unique._spans.Sort(static (one, other) => one.Segment.FromTs.CompareTo(other.Segment.FromTs));
        return MetricExplanation.OfDuration("uniqueTimePlayed", value, unique.Reason(), [.. unique._spans.Where(static span => span.Ms > 0)], evidence.Journal.Thinned);
    }

    private static bool IsMoving(JournalSegment segment) => Math.Abs(segment.PlayheadTo - segment.PlayheadFrom) > 0.001;

    private void AddMoving(JournalSegment segment)
    {
        var (from, ms) = (InMs(segment.PlayheadFrom), Evidence.Ms(segment));
        var moved = InMs(segment.PlayheadTo) - from;
        var length = moved > 0 && moved <= (2.5 * ms) + 2_000 ? moved : ms;
        var end = _evidence.LengthSeconds is { } seconds ? InMs(seconds) : long.MaxValue;
        var (to, cut) = (Math.Max(from, Math.Min(from + length, end)), Math.Max(0, from + length - Math.Max(from, end)));
        var again = _seen.Overlap(from, to);
        var isNew = to - from - again.TotalMs;
        _seen = _seen.With(from, to);
        _twice = again.Ranges.Aggregate(_twice, static (all, range) => all.With(range.From, range.To));
        _repeatedMs += again.TotalMs;
        _furtherMs += length - ms;
        _beyondMs += cut;
        _spans.Add((segment, isNew));
    }

    /// <summary>Of content whose playhead stood, only the longest time between two events counts. The journal does not tell it, so it is what the metric has.</summary>
    private void AddStill(JournalSegment segment, long valueMs)
    {
        var ms = Evidence.Ms(segment);
        var counted = Math.Clamp(valueMs - _spans.Sum(static span => span.Ms), 0, ms);
        _stillMs += ms - counted;
        _spans.Add((segment, counted));
    }

    private string Reason()
    {
        var content = _evidence.Metrics.ContentTimeSpentMs;
        if (content == 0)
            return "no main content played (see contentTimeSpent)";

        var parts = new List<string>();
        if (_furtherMs != 0)
            parts.Add($"the playhead moving {Seconds(Math.Abs(_furtherMs))} {(_furtherMs > 0 ? "further" : "less far")} than the clock");
        if (_repeatedMs > 0)
            parts.Add($"{Seconds(_repeatedMs)} of it were watched twice (playhead {Ranges()})");
        if (_beyondMs > 0)
            parts.Add($"{Seconds(_beyondMs)} of it lie beyond the length of {Position(_evidence.LengthSeconds ?? 0)} s");
        if (_stillMs > 0)
            parts.Add($"{Seconds(_stillMs)} of it do not count because the playhead did not move");
        return $"{Seconds(content)} of main content played, {(parts.Count == 0 ? "nothing of it twice" : List(parts))}";
    }

    private string Ranges()
    {
        var named = _twice.Ranges.Take(NamedRanges).Select(static range => $"{Number(range.From)} to {Number(range.To)} s").ToList();
        if (_twice.Ranges.Length > NamedRanges)
            named.Add($"{_twice.Ranges.Length - NamedRanges} more");
        return List(named);
    }

    private static long InMs(double seconds) => double.IsFinite(seconds) ? (long)Math.Round(Math.Clamp(seconds, 0, 1e13) * 1000) : 0;
}
