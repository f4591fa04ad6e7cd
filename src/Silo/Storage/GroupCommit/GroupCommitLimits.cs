namespace SessionGrains.Silo.Storage.GroupCommit;

/// <summary>The limits of the group commit.</summary>
internal sealed record GroupCommitLimits
{
    /// <summary>Records per batch. Some hundreds share a round trip well; more only delay those that wait.</summary>
    public int BatchRecords { get; init; } = 512;

    /// <summary>Bytes after which a batch takes no further record; a single record may be larger.</summary>
    public int BatchBytes { get; init; } = 4 << 20;

    /// <summary>Records that may wait for the batch in flight; further ones are refused at once.</summary>
    public int QueueRecords { get; init; } = 16_384;

    /// <summary>Bytes that may wait for the batch in flight.</summary>
    public long QueueBytes { get; init; } = 256L << 20;

    /// <summary>Writes that are not durable after this time fail. Less than the 5 s of a request (docs/protocol.md#3-answers-that-are-promises).</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(4);
}
