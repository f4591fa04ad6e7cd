using static SessionGrains.Api.Operators.Sessions.Explaining.Phrases;

namespace SessionGrains.Api.Operators.Sessions.Explaining;

/// <summary>Explains what depends on the length and on the positions in the content: markers, the minutes seen and the average minute audience.</summary>
internal static class LengthReasons
{
    private const string NoLength = "the length is unknown, because media.length of the sessionStart is 0";
    private const int FirstMarker = 10;

    public static IEnumerable<MetricExplanation> Of(Evidence evidence)
    {
        var metrics = evidence.Metrics;
        if (metrics.AverageMinuteAudience is null)
            yield return MetricExplanation.Of("averageMinuteAudience", null, NoLength);
        else if (metrics.ContentTimeSpentMs == 0)
            yield return MetricExplanation.Of("averageMinuteAudience", MetricValue.Zero, "it is contentTimeSpent, which is 0, by the length");
        if (metrics.ProgressMarkers.Length == 0)
            yield return MetricExplanation.Of("progressMarkers", MetricValue.NoItems, Markers(evidence));
        if (metrics.ContentSegment is null)
            yield return MetricExplanation.Of("contentSegment", null, "it counts positions after content start, and main content has not started");
    }

    private static string Markers(Evidence evidence)
    {
        if (evidence.LengthSeconds is not { } length)
            return NoLength;
        if (!evidence.Metrics.ContentStart)
            return "markers count after content start, and main content has not started";

        var furthest = evidence.Journal.Segments.Where(static segment => !Evidence.IsInBreak(segment) && segment.Kind is not (JournalSegmentKind.Starting or JournalSegmentKind.Completed))
            .Select(static segment => Math.Max(segment.PlayheadFrom, segment.PlayheadTo)).Append(0).Max();
        var marker = length * FirstMarker / 100;
        if (evidence.Journal.Thinned || furthest >= marker)
            return $"the playhead of main content did not come to the first marker at {FirstMarker} % ({Position(marker)} of {Position(length)} s) after content start";

        return $"the playhead of main content came to {Position(furthest)} s of {Position(length)} s, and the first marker is at {FirstMarker} % ({Position(marker)} s)";
    }
}
