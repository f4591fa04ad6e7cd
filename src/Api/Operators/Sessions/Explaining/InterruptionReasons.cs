using static SessionGrains.Api.Operators.Sessions.Explaining.Phrases;

namespace SessionGrains.Api.Operators.Sessions.Explaining;

/// <summary>Explains pauses, bufferings and stalls.</summary>
internal static class InterruptionReasons
{
    public static IEnumerable<MetricExplanation> Of(Evidence evidence)
    {
        var metrics = evidence.Metrics;
        return
        [
            .. Period("pauseCount", metrics.PauseCount, "totalPauseDuration", metrics.TotalPauseDurationMs, JournalSegmentKind.Paused, "pauseStart", "pause", evidence),
            .. Period("bufferEvents", metrics.BufferEvents, "totalBufferDuration", metrics.TotalBufferDurationMs, JournalSegmentKind.Buffering, "bufferStart", "buffering", evidence),
            .. Stalls(evidence),
        ];
    }

    private static IEnumerable<MetricExplanation> Period(
        string counter, int count, string duration, long ms, JournalSegmentKind kind, string opening, string name, Evidence evidence)
    {
        var none = $"no {opening} came that stopped main content or an ad";
        var spans = evidence.Spans(kind);
        var inAds = spans.Where(static span => span.Segment.Name is not null).Sum(static span => span.Ms);
        var atLeast = evidence.Journal.Thinned ? "at least " : "";
        var reason = ms > 0 ? $"{Plural(count, name)}{(evidence.Journal.Thinned ? "" : $" in {Plural(spans.Count, "span")}")}{(inAds > 0 ? $", of which {atLeast}{Seconds(inAds)} in ads" : "")}"
            : count > 0 ? $"{Plural(count, name)}, but no time that counts passed before the next event"
            : none;
        yield return MetricExplanation.OfDuration(duration, ms, reason, spans, evidence.Journal.Thinned);
        if (count == 0)
            yield return MetricExplanation.Of(counter, MetricValue.Zero, none);
    }

    private static IEnumerable<MetricExplanation> Stalls(Evidence evidence)
    {
        var metrics = evidence.Metrics;
        var spans = evidence.Spans(JournalSegmentKind.Stalled);
        var none = evidence.Has("playhead-frozen") ? "the playhead never moved in the whole session, which is no stall but the finding playhead-frozen"
            : metrics.ContentStart ? "the playhead never stood still over a play or ping and two pings after it"
            : "main content has not started, and only content stalls";
        var reason = metrics.TotalStallDurationMs == 0 && metrics.StallEvents > 0 ? $"the playhead stood still {Plural(metrics.StallEvents, "time")}, but no time that counts passed"
            : metrics.TotalStallDurationMs == 0 ? none
            : spans.Count == 0 ? $"the playhead stood still {Plural(metrics.StallEvents, "time")} while content should have played"
            : $"the playhead stood still {Plural(metrics.StallEvents, "time")} while content should have played, {(evidence.Journal.Thinned ? "once" : "first")} at {Position(spans[0].Segment.PlayheadFrom)} s from {Time(spans[0].Segment.FromTs)} to {Time(spans[0].Segment.ToTs)}";
        yield return MetricExplanation.OfDuration("totalStallDuration", metrics.TotalStallDurationMs, reason, spans, evidence.Journal.Thinned);
        if (metrics.StallEvents == 0)
            yield return MetricExplanation.Of("stallEvents", MetricValue.Zero, none);
    }
}
