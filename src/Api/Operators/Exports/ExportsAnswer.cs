using SessionGrains.Api.Operators.Answers;
using SessionGrains.Exports;

namespace SessionGrains.Api.Operators.Exports;

/// <summary>The sinks to which closed sessions go.</summary>
internal sealed class ExportsAnswer(ExportStatus[] exports, long nowMs)
{
    public ExportAnswer[] Exports { get; } = [.. exports.Select(status => new ExportAnswer(status, nowMs))];
}

/// <summary>How one of them fares.</summary>
internal sealed class ExportAnswer(ExportStatus status, long nowMs)
{
    public string Name => status.Name;

    /// <summary>Parquet, File, PostgreSQL or Webhook</summary>
    public string Kind => status.Kind;

    /// <summary>waiting, exporting, failing (it is tried again) or paused</summary>
    public ExportState State => status.State;

    /// <summary>Everything up to this cursor of the report log is there; null: nothing is</summary>
    public string? Cursor => status.Cursor;

    /// <summary>Sessions that are there</summary>
    public long Sessions => status.Sessions;

    /// <summary>For how long the oldest session that is not there has been closed; 0: all are there. A window waits for Exports:{name}:Window at most</summary>
    [JsonConverter(typeof(Seconds))]
    public long Lag => status.WaitingSinceMs is { } since ? Math.Max(0, nowMs - since) : 0;

    /// <summary>Sessions that are closed and not there; null: it is not known</summary>
    public int? LagSessions => status.WaitingSessions;

    /// <summary>Whether there may be more than lagSessions, which counts 10,000 at most</summary>
    public bool LagSessionsIsFloor => status.HasMoreWaiting;

    /// <summary>Sessions per second that left in the last minute</summary>
    public double RateOfMinute => status.PerSecondInMinute;

    /// <summary>Sessions per second that left in the last hour, or since the exporter moved to its silo if that is shorter</summary>
    public double RateOfHour => status.PerSecondInHour;

    /// <summary>When the last window was complete; null: none was since the first start</summary>
    [JsonConverter(typeof(Instant))]
    public long? LastWindowAt => status.ExportedAtMs;

    /// <summary>What went wrong since the last window; null: nothing</summary>
    public string? Error => status.Error;

    [JsonConverter(typeof(Instant))]
    public long? ErrorAt => status.ErrorAtMs;

    /// <summary>Why it was paused last, by an operator or the sink; null: it never was, or an older version paused it</summary>
    public string? LastPauseReason => status.PauseReason;

    [JsonConverter(typeof(Instant))]
    public long? LastPausedAt => status.PausedAtMs;

    /// <summary>Whether the sink is taking sessions back after a rewind; nothing leaves until it has</summary>
    public bool Rewinding => status.Rewind is not null;

    /// <summary>Sessions that a receiver did not take until its GiveUpAfter was over, and that can be sent again while their reports are kept; they count as sessions that are there</summary>
    public int DeadLetters => status.DeadLetters;

    /// <summary>Why the last of them was given up; null: there are none</summary>
    public string? DeadLetterReason => status.DeadLetterReason;

    /// <summary>Whether they are being sent again</summary>
    public bool Resending => status.IsResending;

    /// <summary>Of the answer to a rewind: what does not leave again; null: all does</summary>
    public string? Note => status.Note;
}
