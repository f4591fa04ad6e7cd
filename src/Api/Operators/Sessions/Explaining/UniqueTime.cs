using static SessionGrains.Api.Operators.Sessions.Explaining.Phrases;

namespace SessionGrains.Api.Operators.Sessions.Explaining;

/// <summary>
/// Explains the unique time played as the content time less what was watched twice or lies beyond the length, more or less what the playhead moved further or
/// less far than the clock (docs/protocol.md#6-reading-a-session).
/// </summary>
internal static class UniqueTime
{
    private const int NamedRanges = 3;

    public static MetricExplanation Of(Evidence evidence)
    {
        var watched = evidence.View.Watched ?? new([], Merged: false);
        var seen = FirstSeen.Of(evidence, watched);
        var reason = evidence.Metrics.ContentTimeSpentMs == 0 ? "no main content played (see contentTimeSpent)" : Reason(evidence, watched, seen);
        return MetricExplanation.OfDuration("uniqueTimePlayed", evidence.Metrics.UniqueTimePlayedMs, reason, seen.Spans, evidence.Journal.Thinned);
    }

    private static string Reason(Evidence evidence, WatchedContent watched, FirstSeen seen)
    {
        var isKnown = evidence.IsWhole && !watched.Merged;
        var atLeast = isKnown ? "" : "at least ";
        var parts = new List<string>();
        if (watched.Merged)
            parts.Add("more stretches were watched than are kept, so the nearest were merged and what lies between them counts too (see the finding over-limit)");
        if (isKnown && seen.FurtherMs != 0)
            parts.Add($"the playhead moving {Seconds(Math.Abs(seen.FurtherMs))} {(seen.FurtherMs > 0 ? "further" : "less far")} than the clock");
        if (seen.RepeatedMs > 0)
            parts.Add($"{atLeast}{Seconds(seen.RepeatedMs)} of it were watched twice (playhead {Ranges(seen.Twice)})");
        if (seen.BeyondMs > 0)
            parts.Add($"{atLeast}{Seconds(seen.BeyondMs)} of it lie beyond the length of {Position(evidence.LengthSeconds ?? 0)} s");
        if (isKnown && seen.StillMs > 0)
            parts.Add($"{Seconds(seen.StillMs)} of it do not count because the playhead stood still or jumped");
        if (isKnown && parts.Count == 0)
            parts.Add("nothing of it twice");
        return $"{Seconds(evidence.Metrics.ContentTimeSpentMs)} of main content played{(parts.Count == 0 ? "" : ", " + List(parts))}";
    }

    private static string Ranges(PlayheadRanges twice)
    {
        var named = twice.Ranges.Take(NamedRanges).Select(static range => $"{Number(range.From)} to {Number(range.To)} s").ToList();
        if (twice.Ranges.Length > NamedRanges)
            named.Add($"{twice.Ranges.Length - NamedRanges} more");
        return List(named);
    }
}
