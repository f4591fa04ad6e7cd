using static SessionGrains.Api.Operators.Sessions.Explaining.Phrases;

namespace SessionGrains.Api.Operators.Sessions.Explaining;

/// <summary>Explains the time of main content and of content and ads together.</summary>
internal static class ContentReasons
{
    public static IEnumerable<MetricExplanation> Of(Evidence evidence)
    {
        var metrics = evidence.Metrics;
        var reason = (metrics.ContentTimeSpentMs > 0 ? Played(evidence) : NoContentReason.Of(evidence)) + After(evidence);
        yield return MetricExplanation.OfDuration("contentTimeSpent", metrics.ContentTimeSpentMs, reason, evidence.Spans(JournalSegmentKind.Content), evidence.Journal.Thinned);
        yield return MetricExplanation.Of("mediaTimeSpent", MetricValue.Duration(metrics.MediaTimeSpentMs), metrics.MediaTimeSpentMs == 0
            ? "neither main content nor an ad in a break played"
            : $"{Seconds(metrics.ContentTimeSpentMs)} of main content and {Seconds(metrics.AdTimeSpentMs)} of ads");
    }

    private static string Played(Evidence evidence)
    {
        var spans = evidence.Spans(JournalSegmentKind.Content);
        return spans.Count == 0
            ? "main content played"
            : evidence.Journal.Thinned ? $"main content played; the journal has {Plural(spans.Count, "span")} of it from {Time(spans[0].Segment.FromTs)} to {Time(spans[^1].Segment.ToTs)}"
            : $"main content played in {Plural(spans.Count, "span")} from {Time(spans[0].Segment.FromTs)} to {Time(spans[^1].Segment.ToTs)}{Rest(evidence)}";
    }

    /// <summary>What the rest of the session was.</summary>
    private static string Rest(Evidence evidence)
    {
        var segments = evidence.Journal.Segments;
        var total = segments[^1].ToTs - segments[0].FromTs;
        (long Ms, string What)[] parts =
        [
            (evidence.Ms(JournalSegmentKind.Starting), "before the first play"),
            (evidence.Ms(JournalSegmentKind.Ad), "of ads"),
            (evidence.Ms(JournalSegmentKind.AdBreak), "between ads"),
            (evidence.Ms(JournalSegmentKind.Paused), "paused"),
            (evidence.Ms(JournalSegmentKind.Buffering), "buffering"),
            (evidence.Ms(JournalSegmentKind.Stalled), "stalled"),
            (evidence.Ms(JournalSegmentKind.Completed), "after sessionComplete"),
            (total - segments.Sum(Evidence.Ms), "of silence too long to count"),
        ];
        var others = parts.Where(static part => part.Ms > 0).Select(static part => $"{Seconds(part.Ms)} {part.What}").ToArray();
        return others.Length == 0 ? "" : $", and the rest of {Seconds(total)} was {List(others)}";
    }

    private static string After(Evidence evidence) =>
        evidence.Has("play-before-ad-break") ? "; a play just before the first ad break is a content start, so content went on by itself after the break" : "";
}
