using SessionGrains.Api.Operators.Answers;
using SessionGrains.Api.Operators.Sessions.Explaining;

namespace SessionGrains.Api.Operators.Sessions;

/// <summary>A session as operators read it; once it is closed, its report.</summary>
internal sealed class SessionAnswer(SessionView view)
{
    public string SessionId => view.SessionId;

    public SessionStatus Status => view.ClosedBy.Status();

    /// <summary>sessionEnd, idle, no-progress, max-age or downloaded</summary>
    public string? ClosedBy => view.ClosedBy.Name();

    /// <summary>The API that it came by: media-collection or media-edge</summary>
    public string Api => view.Api.Name();

    /// <summary>Whether it came as one array, in either form</summary>
    public bool Downloaded => view.Downloaded;

    /// <summary>Server clock</summary>
    [JsonConverter(typeof(Instant))]
    public long OpenedAt => view.OpenedAtMs;

    /// <summary>Server clock</summary>
    [JsonConverter(typeof(Instant))]
    public long LastEventAt => view.LastEventAtMs;

    /// <summary>When it closes if nothing more arrives</summary>
    [JsonConverter(typeof(Instant))]
    public long? ClosesAt => view.ClosesAtMs;

    [JsonConverter(typeof(Instant))]
    public long? ClosedAt => view.ClosedAtMs;

    /// <summary>Player clock, ms</summary>
    public long StartTs => view.StartTs;

    /// <summary>Player clock, ms</summary>
    public long EndTs => view.EndTs;

    /// <summary>As sent; of a session of the Media Edge API in the words of the Media Collection API</summary>
    public RawObject Params => RawObject.MemberOf(view.StartBody, "params"u8);

    /// <summary>As sent</summary>
    public RawObject CustomMetadata => RawObject.MemberOf(view.StartBody, "customMetadata"u8);

    /// <summary>The latest value of each key</summary>
    [JsonConverter(typeof(QoeData))]
    public QoeValues QoeData => view.Qoe;

    public PlaybackView Playback => view.Playback;

    public EventCounts Events => view.Events;

    public SessionMetrics Metrics => view.Metrics;

    public Finding[] Findings => view.Findings;

    /// <summary>Only with journal=true</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JournalView? Journal { get; init; } = view.Journal;

    /// <summary>Only with explain=true</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SessionExplanation? Explanation { get; init; }
}
