using SessionGrains.Quarantine;
using SessionGrains.Reports;
using SessionGrains.Timeouts;

namespace SessionGrains.Silo.Storage.GroupCommit;

/// <summary>Stores nothing and says that it has, for the sessions that a process plays to warm up. Only while a session stays in memory does it miss nothing.</summary>
internal sealed class DiscardingBackend : ISessionStoreBackend, IRecordPurge
{
    public int Partitions => 1;

    public Task InitializeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public int PartitionOf(ReadOnlySpan<byte> sessionId) => 0;

    /// <summary>Not at once: the writes that come meanwhile share the next batch, as with a database.</summary>
    public async Task CommitAsync(int partition, IReadOnlyList<PendingWrite> batch) => await Task.Yield();

    public Task<StoredRecord?> ReadAsync(byte[] sessionId, string recordName, CancellationToken cancellationToken) => Task.FromResult<StoredRecord?>(null);

    public ValueTask<IReadOnlyList<string>> DueAsync(long nowMs, int limit, CancellationToken cancellationToken) => new([]);

    public ValueTask CorrectAsync(IReadOnlyList<DeadlineCorrection> corrections, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<IReadOnlyList<ReportEntry>> ReadAsync(string? after, int limit, CancellationToken cancellationToken) => new([]);

    public ValueTask<ReportEntry?> ReadAgainAsync(string cursor, int stream, CancellationToken cancellationToken) => default;

    public ValueTask PurgeAsync(string sessionId, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
