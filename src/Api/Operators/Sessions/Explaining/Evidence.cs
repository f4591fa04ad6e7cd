namespace SessionGrains.Api.Operators.Sessions.Explaining;

/// <summary>What metrics are explained from: the metrics, findings and journal of a session.</summary>
internal sealed class Evidence
{
    public Evidence(SessionView view)
    {
        View = view;
        Journal = view.Journal ?? new(0, false, [], []);
        IsWhole = !Journal.Thinned && Ms(JournalSegmentKind.Content) == view.Metrics.ContentTimeSpentMs;
    }

    public SessionView View { get; }

    public SessionMetrics Metrics => View.Metrics;

    public JournalView Journal { get; }

    /// <summary><c>media.length</c>; null if it is unknown.</summary>
    public double? LengthSeconds => View.LengthSeconds > 0 ? View.LengthSeconds : null;

    /// <summary>Whether the journal has all content: it was not thinned and began with the session.</summary>
    public bool IsWhole { get; }

    public bool IsClosed => View.ClosedBy is not null;

    /// <summary>Whether no event came but the sessionStart.</summary>
    public bool HasOnlyStart => View.Events.Received - View.Events.Duplicates <= 1;

    /// <summary>The time of the segments of a kind, in milliseconds.</summary>
    public long Ms(JournalSegmentKind kind) => Segments(kind).Sum(Ms);

    public IEnumerable<JournalSegment> Segments(JournalSegmentKind kind) => Journal.Segments.Where(segment => segment.Kind == kind);

    public IReadOnlyList<(JournalSegment Segment, long Ms)> Spans(JournalSegmentKind kind) => [.. Segments(kind).Select(static segment => (segment, Ms(segment)))];

    public JournalPoint? First(PlayerEventType type) => Array.Find(Journal.Points, point => point.Type == type);

    /// <summary>How many events showed a finding.</summary>
    public int Count(string finding) => Array.Find(View.Findings, one => one.Code == finding)?.Count ?? 0;

    public bool Has(string finding) => Count(finding) > 0;

    /// <summary>Whether an ad or its break was on the screen, not main content.</summary>
    public static bool IsInBreak(JournalSegment segment) =>
        segment.Kind is JournalSegmentKind.Ad or JournalSegmentKind.AdBreak || (segment is { Kind: JournalSegmentKind.Paused or JournalSegmentKind.Buffering, Name: not null });

    public static bool IsLate(JournalPoint point) => point.Detail?.Contains(JournalWords.Late, StringComparison.Ordinal) == true;

    public static bool IsAfterSilence(JournalPoint point) => point.Detail?.Contains(JournalWords.Silence, StringComparison.Ordinal) == true;

    public static long Ms(JournalSegment segment) => segment.ToTs - segment.FromTs;
}
