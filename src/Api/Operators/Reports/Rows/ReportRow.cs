using SessionGrains.Api.Operators.Answers;

namespace SessionGrains.Api.Operators.Reports.Rows;

/// <summary>One row of a session (docs/reports.md#rows): what all kinds of rows have.</summary>
internal abstract record ReportRow
{
    private readonly RowSession _session;

    /// <param name="kind">What the row is about.</param>
    /// <param name="session">Its session.</param>
    /// <param name="ts">When it was, by the player's clock.</param>
    protected ReportRow(string kind, RowSession session, long ts) => (Kind, _session, Ts) = (kind, session, ts);

    /// <summary>Where to go on after this row; opaque</summary>
    public string Cursor { get; init; } = "";

    /// <summary>sessionStart, adStart, adEnd, chapterEnd, sessionEnd or remainder</summary>
    public string Kind { get; }

    public string SessionId => _session.SessionId;

    /// <summary>The row's number within the session, from 0, without gaps</summary>
    public int Seq { get; init; }

    /// <summary>Player clock, ms</summary>
    public long Ts { get; }

    /// <summary>The same as ts; null outside the years 1 to 9999</summary>
    [JsonConverter(typeof(Instant))]
    public long At => Ts;

    /// <summary>media.id</summary>
    public string? MediaId => _session.MediaId;

    /// <summary>media.name</summary>
    public string? MediaName => _session.MediaName;

    /// <summary>media.channel</summary>
    public string? Channel => _session.Channel;

    /// <summary>media.playerName</summary>
    public string? PlayerName => _session.PlayerName;

    /// <summary>media.contentType</summary>
    public string? ContentType => _session.ContentType;

    /// <summary>media.streamType</summary>
    public string? StreamType => _session.StreamType;
}
