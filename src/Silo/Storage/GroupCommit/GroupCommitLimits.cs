namespace SessionGrains.Silo.Storage.GroupCommit;

/// <summary>How much the group commit takes in and how long anyone waits for it.</summary>
internal sealed record GroupCommitLimits
{
    /// <summary>Records of one batch. Some hundreds share a round trip well; more only delays those that wait.</summary>
    public int BatchRecords { get; init; } = 512;

    /// <summary>Bytes after which a batch takes no further record (one record alone may be larger).</summary>
    public int BatchBytes { get; init; } = 4 << 20;

    /// <summary>Records that may wait for the batch in flight; the next one is refused at once.</summary>
    public int QueueRecords { get; init; } = 16_384;

    /// <summary>Bytes that may wait for the batch in flight.</summary>
    public long QueueBytes { get; init; } = 256L << 20;

    /// <summary>What is not durable after this long has failed: less than the 5 s in which a request is answered (decisions.md section 3).</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(4);
}
