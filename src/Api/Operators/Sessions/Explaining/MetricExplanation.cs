using SessionGrains.Api.Operators.Answers;

namespace SessionGrains.Api.Operators.Sessions.Explaining;

/// <summary>Why a metric has its value.</summary>
/// <param name="Metric">Its name among the session's metrics</param>
/// <param name="Value">As among the metrics</param>
/// <param name="Sentence">One sentence. Times of day are the player's clock in UTC</param>
internal sealed record MetricExplanation(string Metric, [property: JsonConverter(typeof(MetricValue.Converter))] MetricValue? Value, string Sentence)
{
    /// <summary>Of a duration: the spans that it consists of, in order of time; the 20 longest</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ExplainedSpan[]? Spans { get; init; }

    /// <summary>Of a duration: the spans that are not listed</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OmittedSpans? Omitted { get; init; }

    /// <summary>Of a duration: the value less all spans. 0 unless the journal was thinned or is shorter than the session, or watched stretches were merged</summary>
    [JsonConverter(typeof(Seconds))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Unexplained { get; init; }

    public static MetricExplanation Of(string metric, MetricValue? value, string reason) => new(metric, value, Phrases.Sentence(value, reason));

    /// <summary>Explains a duration by the spans that it consists of.</summary>
    public static MetricExplanation OfDuration(string metric, long valueMs, string reason, IReadOnlyList<(JournalSegment Segment, long Ms)> spans, bool thinned)
    {
        var sum = new SpanSum(valueMs, spans);
        return Of(metric, MetricValue.Duration(valueMs), reason + sum.Reservation(thinned)) with { Spans = sum.Listed, Omitted = sum.Omitted, Unexplained = sum.UnexplainedMs };
    }
}
