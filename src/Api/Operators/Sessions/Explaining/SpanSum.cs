namespace SessionGrains.Api.Operators.Sessions.Explaining;

/// <summary>The spans that a metric consists of, and by how much they differ from it.</summary>
internal sealed class SpanSum
{
    /// <summary>Maximum number of spans that are listed for a metric: the longest.</summary>
    public const int MaxSpans = 20;

    private readonly long _valueMs;
    private readonly long _sumMs;

    /// <param name="valueMs">The metric, in milliseconds.</param>
    /// <param name="spans">What it consists of, in order of time.</param>
    public SpanSum(long valueMs, IReadOnlyList<(JournalSegment Segment, long Ms)> spans)
    {
        _valueMs = valueMs;
        _sumMs = spans.Sum(static span => span.Ms);
        Count = spans.Count;
        var listed = spans.Index().OrderByDescending(static span => span.Item.Ms).ThenBy(static span => span.Index).Take(MaxSpans).OrderBy(static span => span.Index).Select(static span => span.Item).ToArray();
        Listed = [.. listed.Select(static span => new ExplainedSpan(span.Segment, span.Ms))];
        Omitted = new(Count - listed.Length, _sumMs - listed.Sum(static span => span.Ms));
    }

    public int Count { get; }

    public ExplainedSpan[] Listed { get; }

    public OmittedSpans Omitted { get; }

    /// <summary>The metric less the spans, in milliseconds. Negative if the spans are longer.</summary>
    public long UnexplainedMs => _valueMs - _sumMs;

    /// <summary>What a sentence says at its end if the spans do not add up; otherwise empty.</summary>
    public string Reservation(bool thinned) => (UnexplainedMs, thinned) switch
    {
        (0, _) => "",
        ( > 0, true) => $"; {Phrases.Seconds(UnexplainedMs)} are missing because the journal was thinned: its spans add up to {Difference}",
        _ => $"; the spans of the journal add up to {Difference}",
    };

    private string Difference => $"{Phrases.Number(_sumMs)} of {Phrases.Seconds(_valueMs)}";
}
