using SessionGrains.Reports;
using SessionGrains.Stores;
using SessionGrains.Timeouts;

namespace SessionGrains.Silo.Storage.GroupCommit;

/// <summary>
/// What a database must do to carry <see cref="GroupCommitStorage"/>. Every operation that cannot be done now throws
/// <see cref="StoreUnavailableException"/> and works again, without help, when the database does.
/// </summary>
internal interface ISessionStoreBackend : IDeadlineIndex, IReportLog, IAsyncDisposable
{
    /// <summary>Ways into the database that commit independently of each other; a session always takes the same one.</summary>
    int Partitions { get; }

    /// <summary>Opens the database, creating or migrating what it holds. May be called again.</summary>
    /// <exception cref="Startup.StartRefusedException">The database cannot be used; the message says what to do.</exception>
    Task InitializeAsync(CancellationToken cancellationToken);

    /// <summary>The way that a session takes, 0 up to <see cref="Partitions"/>.</summary>
    int PartitionOf(ReadOnlySpan<byte> sessionId);

    /// <summary>
    /// Stores a batch of one partition, in order, all in one transaction: it returns when everything is durable. A write whose version check
    /// fails is told so (<see cref="PendingWrite.Conflict"/>) and left out together with all that belongs to it; the others are not affected.
    /// </summary>
    /// <exception cref="StoreUnavailableException">Nothing is known to be stored, though it may have been.</exception>
    Task CommitAsync(int partition, IReadOnlyList<PendingWrite> batch);

    /// <summary>
    /// A record as last committed durably, whatever is stored in its place; null when there is none. Of one that is larger than
    /// <see cref="Quarantine.RecordChecksum.MaxBytes"/> only the length is read.
    /// </summary>
    Task<StoredRecord?> ReadAsync(byte[] sessionId, string recordName, CancellationToken cancellationToken);
}

/// <summary>A record's version, from 1 (else it is damaged), and its bytes: the serialized record and its checksum.</summary>
internal readonly record struct StoredRecord(long Version, ReadOnlyMemory<byte> Body)
{
    /// <summary>How many bytes are stored: more than <see cref="Body"/> has where they are too many to be read.</summary>
    public long Length { get; init; } = Body.Length;
}
