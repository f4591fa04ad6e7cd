using SessionGrains.Silo.Storage.GroupCommit;
using SessionGrains.Timeouts;

namespace SessionGrains.Stores.Tests;

/// <summary>A real backend with a gate before its commits, so that a test decides what gathers into one batch, and whether a batch fails.</summary>
internal sealed class GatedBackend(ISessionStoreBackend backend) : ISessionStoreBackend
{
    private TaskCompletionSource? _gate;
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ISessionStoreBackend Inner => backend;

    /// <summary>The sizes of the batches that got through.</summary>
    public List<int> Batches { get; } = [];

    /// <summary>What a batch of so many writes fails with; null: nothing.</summary>
    public Func<int, Exception?> Failure { get; set; } = _ => null;

    /// <summary>Ends when a batch stands before the closed gate.</summary>
    public Task Arrived => _arrived.Task;

    public int Partitions => backend.Partitions;

    public void Close()
    {
        _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void Open() => _gate!.SetResult();

    public async Task CommitAsync(int partition, IReadOnlyList<PendingWrite> batch)
    {
        if (_gate is { } gate)
        {
            _arrived.TrySetResult();
            await gate.Task;
        }

        lock (Batches)
            Batches.Add(batch.Count);
        if (Failure(batch.Count) is { } failure)
            throw failure;

        await backend.CommitAsync(partition, batch);
    }

    public Task InitializeAsync(CancellationToken cancellationToken) => backend.InitializeAsync(cancellationToken);

    public int PartitionOf(ReadOnlySpan<byte> sessionId) => backend.PartitionOf(sessionId);

    public Task<StoredRecord?> ReadAsync(byte[] sessionId, string recordName, CancellationToken cancellationToken) =>
        backend.ReadAsync(sessionId, recordName, cancellationToken);

    public ValueTask<IReadOnlyList<string>> DueAsync(long nowMs, int limit, CancellationToken cancellationToken = default) => backend.DueAsync(nowMs, limit, cancellationToken);

    public ValueTask CorrectAsync(IReadOnlyList<DeadlineCorrection> corrections, CancellationToken cancellationToken = default) => backend.CorrectAsync(corrections, cancellationToken);

    public ValueTask<IReadOnlyList<ReportEntry>> ReadAsync(string? after, int limit, CancellationToken cancellationToken = default) => backend.ReadAsync(after, limit, cancellationToken);

    public ValueTask<IReadOnlyList<ReportEntry>> ReadRangeAsync(string? after, string until, int limit, CancellationToken cancellationToken = default) => backend.ReadRangeAsync(after, until, limit, cancellationToken);

    public ValueTask<ReportEntry?> ReadAgainAsync(string cursor, int stream, CancellationToken cancellationToken = default) => backend.ReadAgainAsync(cursor, stream, cancellationToken);

    public ValueTask<ReportCount> CountAsync(string? after, string? until, int limit, CancellationToken cancellationToken = default) => backend.CountAsync(after, until, limit, cancellationToken);

    public ValueTask<string?> FindAsync(DateTimeOffset time, CancellationToken cancellationToken = default) => backend.FindAsync(time, cancellationToken);

    public string? Earlier(string? one, string? other) => backend.Earlier(one, other);

    public ValueTask DisposeAsync() => backend.DisposeAsync();
}
