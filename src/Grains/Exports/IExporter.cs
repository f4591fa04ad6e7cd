using Orleans.Concurrency;

namespace SessionGrains.Exports;

/// <summary>Exports closed sessions to one sink. The key is the sink's name.</summary>
[Alias("sg.exporter")]
public interface IExporter : IGrainWithStringKey
{
    /// <summary>Looks whether there is something to export. Returns at once.</summary>
    [Alias("wake"), OneWay] Task Wake();

    /// <exception cref="Stores.StoreUnavailableException">The store does not answer.</exception>
    [Alias("read")] Task<ExportStatus> Read();

    /// <summary>Stops exporting, or goes on. A window that is leaving is interrupted, and leaves again.</summary>
    [Alias("set-paused")] Task SetPaused(bool isPaused);

    /// <summary>Has the sink erase sessions. A window that is leaving is interrupted before, and leaves again without them.</summary>
    /// <returns>Why it was not done, in words for an operator; null: it is done.</returns>
    [Alias("erase"), ResponseTimeout("00:05:00")] Task<string?> EraseSessions(ErasedSessions sessions);

    /// <summary>
    /// Has sessions leave again that have left, after the sink has taken back what it has of them. A window that is leaving is interrupted. A paused exporter stays paused; its sink takes back at once.
    /// Answers when that is done, or after 2 s, while it goes on.
    /// </summary>
    /// <exception cref="Stores.StoreUnavailableException">The store does not answer.</exception>
    [Alias("rewind")] Task<ExportRewindAnswer> Rewind(ExportRewindTarget target);

    /// <summary>Sends all dead letters again, each once, before anything else leaves; answers at once. At the first that fails again, the rest stay dead letters. A paused exporter does it when it is resumed.</summary>
    /// <exception cref="Stores.StoreUnavailableException">The store does not answer.</exception>
    [Alias("resend")] Task<ExportStatus> Resend();
}

/// <summary>How an exporter fares.</summary>
[GenerateSerializer, Immutable, Alias("sg.export-status")]
public sealed record ExportStatus
{
    [Id(0)] public required string Name { get; init; }

    [Id(1)] public required string Kind { get; init; }

    [Id(2)] public required ExportState State { get; init; }

    /// <summary>Everything up to here has left; null: nothing has.</summary>
    [Id(3)] public string? Cursor { get; init; }

    /// <summary>Sessions that have left.</summary>
    [Id(4)] public long Sessions { get; init; }

    /// <summary>Since when the oldest session that has not left has been closed, server clock, ms since 1970-01-01 UTC; null: all have left.</summary>
    [Id(5)] public long? WaitingSinceMs { get; init; }

    /// <summary>When the last window had left; null: none has.</summary>
    [Id(6)] public long? ExportedAtMs { get; init; }

    /// <summary>What went wrong last, since the last window; null for nothing.</summary>
    [Id(7)] public string? Error { get; init; }

    /// <summary>When that was.</summary>
    [Id(8)] public long? ErrorAtMs { get; init; }

    /// <summary>Sessions that are closed and have not left, of <see cref="ExportClaims.MostCounted"/> at most; null: the log does not know the cursor.</summary>
    [Id(9)] public int? WaitingSessions { get; init; }

    /// <summary>Whether there may be more of them.</summary>
    [Id(10)] public bool HasMoreWaiting { get; init; }

    /// <summary>Sessions that left per second in the last minute, since it is active.</summary>
    [Id(11)] public double PerSecondInMinute { get; init; }

    /// <summary>Sessions that left per second in the last hour, or, if it is active for less long, since then.</summary>
    [Id(12)] public double PerSecondInHour { get; init; }

    /// <summary>Why it was paused last; null: it never was, or an older version paused it.</summary>
    [Id(13)] public string? PauseReason { get; init; }

    /// <summary>When that was; null: never.</summary>
    [Id(14)] public long? PausedAtMs { get; init; }

    /// <summary>What an operator must know about what he has asked for; null: nothing.</summary>
    [Id(15)] public string? Note { get; init; }

    /// <summary>The place to which the sink is going back, which is not carried out yet; null: none.</summary>
    [Id(16)] public ExportRewind? Rewind { get; init; }

    /// <summary>Sessions in dead letters.</summary>
    [Id(17)] public int DeadLetters { get; init; }

    /// <summary>Why the last of them became one; null: there are none.</summary>
    [Id(18)] public string? DeadLetterReason { get; init; }

    /// <summary>Whether they are being sent again.</summary>
    [Id(19)] public bool IsResending { get; init; }
}

public enum ExportState : byte
{
    /// <summary>Everything has left, or waits until its window is over.</summary>
    Waiting,

    /// <summary>A window is leaving.</summary>
    Exporting,

    /// <summary>The last try failed; it is tried again.</summary>
    Failing,

    /// <summary>An operator stopped it, or the sink wants nothing more.</summary>
    Paused,
}
