using SessionGrains.Api.Operators.Answers;

namespace SessionGrains.Api.Operators.Sessions.Explaining;

/// <summary>A time that a metric consists of. Times as in the journal.</summary>
/// <param name="segment">What was on the screen.</param>
/// <param name="ms">What the metric has of it, in milliseconds.</param>
internal sealed class ExplainedSpan(JournalSegment segment, long ms)
{
    /// <summary>Player clock, ms</summary>
    public long FromTs => segment.FromTs;

    /// <summary>Player clock, ms</summary>
    public long ToTs => segment.ToTs;

    /// <summary>What the metric has of it; of uniqueTimePlayed, what was seen for the first time</summary>
    [JsonConverter(typeof(Seconds))]
    public long Seconds => ms;

    /// <summary>Seconds</summary>
    public double PlayheadFrom => segment.PlayheadFrom;

    /// <summary>Seconds</summary>
    public double PlayheadTo => segment.PlayheadTo;

    public JournalSegmentKind Kind => segment.Kind;

    /// <summary>The ad or the break</summary>
    public string? Name => segment.Name;
}

/// <summary>The spans that are not listed.</summary>
/// <param name="spans">How many.</param>
/// <param name="ms">Their time in milliseconds.</param>
internal sealed class OmittedSpans(int spans, long ms)
{
    public int Spans => spans;

    [JsonConverter(typeof(Seconds))]
    public long Seconds => ms;
}
