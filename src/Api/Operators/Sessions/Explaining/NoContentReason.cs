using static SessionGrains.Api.Operators.Sessions.Explaining.Phrases;

namespace SessionGrains.Api.Operators.Sessions.Explaining;

/// <summary>Says why no main content counted.</summary>
internal static class NoContentReason
{
    public static string Of(Evidence evidence) => evidence.Metrics.ContentStart ? StartedInVain(evidence) : NotStarted(evidence);

    /// <summary>Why main content has not started.</summary>
    public static string NotStarted(Evidence evidence)
    {
        if (evidence.HasOnlyStart)
            return $"no event came after the sessionStart at {Time(evidence.View.StartTs)}";

        if (evidence.Has("after-complete"))
            return "no play of main content came before sessionComplete, and what came after it does not count";
        if (Array.Exists(evidence.Journal.Points, static point => point.Type == PlayerEventType.Play && Evidence.IsLate(point)))
            return "a play came too late to be put in its place, and no other started main content";
        if (evidence.Journal.Thinned)
            return "no play came that started main content";

        var segments = evidence.Journal.Segments;
        var lastInBreak = Array.FindLastIndex(segments, Evidence.IsInBreak);
        var main = segments.Skip(lastInBreak + 1).ToArray();
        var since = lastInBreak < 0 ? "no play came"
            : main.Length == 0 ? $"no play came outside {Breaks(evidence)}"
            : $"no play came after {Breaks(evidence)} ended at {Time(segments[lastInBreak].ToTs)}";
        return List([since, .. Interrupted(main)]) + Movement(main);
    }

    private static string Breaks(Evidence evidence)
    {
        var breaks = evidence.Journal.Points.Count(static point => point.Type == PlayerEventType.AdBreakStart);
        return breaks <= 1 ? "the pre-roll" : $"the last of {breaks} ad breaks";
    }

    private static IEnumerable<string> Interrupted(JournalSegment[] main)
    {
        var (paused, buffering) = (Sum(JournalSegmentKind.Paused), Sum(JournalSegmentKind.Buffering));
        if (paused > 0)
            yield return $"{Seconds(paused)} were a pause";
        if (buffering > 0)
            yield return $"{Seconds(buffering)} were buffering";

        long Sum(JournalSegmentKind kind) => main.Where(segment => segment.Kind == kind).Sum(Evidence.Ms);
    }

    /// <summary>How the playhead moved although nothing played.</summary>
    private static string Movement(JournalSegment[] main)
    {
        var waiting = main.Where(static segment => segment.Kind != JournalSegmentKind.Completed).ToArray();
        if (waiting.Length == 0)
            return "";

        var (from, to) = (waiting[0].PlayheadFrom, waiting[^1].PlayheadTo);
        return Math.Abs(to - from) > 0.001 ? $"; the playhead moved from {Position(from)} to {Position(to)} s" : $"; the playhead stood at {Position(from)} s";
    }

    /// <summary>Why content that started has no time.</summary>
    private static string StartedInVain(Evidence evidence)
    {
        var stalls = evidence.Segments(JournalSegmentKind.Stalled).ToArray();
        if (stalls.Length > 0)
            return $"all {Seconds(stalls.Sum(Evidence.Ms))} in which content should have played were a stall; the playhead stood at {Position(stalls[0].PlayheadFrom)} s";

        var points = evidence.Journal.Points;
        var start = Array.FindIndex(points, static point => point.Type == PlayerEventType.Play);
        if (start < 0)
            return "main content started, but no time passed while it played";

        var at = Time(points[start].Ts);
        return start == points.Length - 1 ? $"nothing came after the play at {at} that time could be counted to"
            : Array.Find(points[start..], Evidence.IsAfterSilence) is { } silence
                ? $"after the play at {at} came a silence too long to count, until {Time(silence.Ts)}"
                : $"no time counts between the play at {at} and the {TypeName(points[start + 1])} at {Time(points[start + 1].Ts)}";
    }

    private static string TypeName(JournalPoint point) => JsonNamingPolicy.CamelCase.ConvertName(point.Type.ToString());
}
