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
