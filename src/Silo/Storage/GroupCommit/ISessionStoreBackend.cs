using SessionGrains.Reports;
using SessionGrains.Stores;
using SessionGrains.Timeouts;

namespace SessionGrains.Silo.Storage.GroupCommit;

/// <summary>
/// The database behind <see cref="GroupCommitStorage"/>. Operations throw <see cref="StoreUnavailableException"/> while the database is unavailable and work again, without
/// help, when it is back.
/// </summary>
internal interface ISessionStoreBackend : IDeadlineIndex, IReportLog, IAsyncDisposable
{
    /// <summary>Number of partitions, which commit independently; a session always belongs to the same one.</summary>
    int Partitions { get; }

    /// <summary>Opens the database and creates or migrates its schema. May be called repeatedly.</summary>
    /// <exception cref="Startup.StartRefusedException">The database cannot be used; the message says what to do.</exception>
    Task InitializeAsync(CancellationToken cancellationToken);

    /// <summary>The partition of a session, from 0 to <see cref="Partitions"/> − 1.</summary>
    int PartitionOf(ReadOnlySpan<byte> sessionId);

    /// <summary>
    /// Stores a batch of one partition, in order, in one transaction; returns when it is durable. A write whose version check fails is skipped with everything that
    /// belongs to it and gets <see cref="PendingWrite.Conflict"/>; the others are not affected.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The batch is not known to be stored, though it may have been.</exception>
    Task CommitAsync(int partition, IReadOnlyList<PendingWrite> batch);

    /// <summary>
    /// A record as last committed durably; null when there is none. Of a value larger than <see cref="Quarantine.RecordChecksum.MaxBytes"/> only the length is read. The content is not
    /// validated.
    /// </summary>
    Task<StoredRecord?> ReadAsync(byte[] sessionId, string recordName, CancellationToken cancellationToken);
}

/// <summary>A record's version, from 1 (else it is damaged), and its bytes: the serialized record and its checksum.</summary>
internal readonly record struct StoredRecord(long Version, ReadOnlyMemory<byte> Body)
{
    /// <summary>Number of stored bytes; more than <see cref="Body"/> has when they were too many to read.</summary>
    public long Length { get; init; } = Body.Length;
}
