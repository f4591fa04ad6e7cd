using SessionGrains.Api.Operators.Answers;
using SessionGrains.Api.Operators.Sessions;

namespace SessionGrains.Api.Operators.Reports.Rows;

/// <summary>The end of a session with its metrics, all but the lists of ads, ad breaks and chapters, which have rows of their own.</summary>
internal sealed record SessionEndRow : ReportRow
{
    private readonly SessionView _view;

    public SessionEndRow(RowSession session, SessionView view)
        : base("sessionEnd", session, view.EndTs) => _view = view;

    /// <summary>sessionEnd, idle, no-progress, max-age or downloaded</summary>
    public string? ClosedBy => _view.ClosedBy.Name();

    /// <summary>The API that the session came by: media-collection or media-edge</summary>
    public string Api => _view.Api.Name();

    /// <summary>The session came as one array</summary>
    public bool Downloaded => _view.Downloaded;

    /// <summary>Server clock</summary>
    [JsonConverter(typeof(Instant))]
    public long OpenedAt => _view.OpenedAtMs;

    /// <summary>Server clock</summary>
    [JsonConverter(typeof(Instant))]
    public long LastEventAt => _view.LastEventAtMs;

    /// <summary>Server clock</summary>
    [JsonConverter(typeof(Instant))]
    public long? ClosedAt => _view.ClosedAtMs;

    /// <summary>Player clock, ms</summary>
    public long StartTs => _view.StartTs;

    /// <summary>Player clock, ms</summary>
    public long EndTs => _view.EndTs;

    public EventCounts Events => _view.Events;

    /// <summary>The latest value of each key</summary>
    [JsonConverter(typeof(QoeData))]
    public QoeValues QoeData => _view.Qoe;

    public Finding[] Findings => _view.Findings;

    [Spread("adBreaks", "ads", "chapters")]
    public SessionMetrics Metrics => _view.Metrics;
}
