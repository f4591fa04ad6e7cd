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

    public int MediaStarts => _view.Metrics.MediaStarts;

    public bool ContentStart => _view.Metrics.ContentStart;

    public bool ContentComplete => _view.Metrics.ContentComplete;

    public bool ContentResume => _view.Metrics.ContentResume;

    [JsonConverter(typeof(Seconds))]
    public long ContentTimeSpent => _view.Metrics.ContentTimeSpentMs;

    [JsonConverter(typeof(Seconds))]
    public long AdTimeSpent => _view.Metrics.AdTimeSpentMs;

    [JsonConverter(typeof(Seconds))]
    public long MediaTimeSpent => _view.Metrics.MediaTimeSpentMs;

    [JsonConverter(typeof(Seconds))]
    public long UniqueTimePlayed => _view.Metrics.UniqueTimePlayedMs;

    public double? AverageMinuteAudience => _view.Metrics.AverageMinuteAudience;

    public long EstimatedStreams => _view.Metrics.EstimatedStreams;

    public int[] ProgressMarkers => _view.Metrics.ProgressMarkers;

    public string? ContentSegment => _view.Metrics.ContentSegment;

    public bool DropBeforeStart => _view.Metrics.DropBeforeStart;

    public int PauseCount => _view.Metrics.PauseCount;

    [JsonConverter(typeof(Seconds))]
    public long TotalPauseDuration => _view.Metrics.TotalPauseDurationMs;

    public int BufferEvents => _view.Metrics.BufferEvents;

    [JsonConverter(typeof(Seconds))]
    public long TotalBufferDuration => _view.Metrics.TotalBufferDurationMs;

    public int StallEvents => _view.Metrics.StallEvents;

    [JsonConverter(typeof(Seconds))]
    public long TotalStallDuration => _view.Metrics.TotalStallDurationMs;

    public int AdCount => _view.Metrics.AdCount;

    public int AdCompletes => _view.Metrics.AdCompletes;

    public int AdSkips => _view.Metrics.AdSkips;

    public int ChapterCount => _view.Metrics.ChapterCount;

    public int ChapterCompletes => _view.Metrics.ChapterCompletes;

    public int BitrateChanges => _view.Metrics.BitrateChanges;

    public double? AverageBitrate => _view.Metrics.AverageBitrate;

    public string? AverageBitrateBucket => _view.Metrics.AverageBitrateBucket;

    public double? DroppedFrames => _view.Metrics.DroppedFrames;

    /// <summary>Seconds, up to three decimals</summary>
    public double? TimeToStart => _view.Metrics.TimeToStartMs is { } ms ? Math.Round(ms / 1000, 3) : null;

    public int ErrorEvents => _view.Metrics.ErrorEvents;

    public ErrorCount[] Errors => _view.Metrics.Errors;

    public PlayerStateSummary[] PlayerStates => _view.Metrics.PlayerStates;

    [JsonConverter(typeof(Seconds))]
    public long? SecondsSinceLastCall => _view.Metrics.SinceLastCallMs;
}
