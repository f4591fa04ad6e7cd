using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;
using SessionGrains.Quarantine;
using SessionGrains.Stores;

namespace SessionGrains.Silo.Storage.GroupCommit;

/// <summary>
/// The session store as Orleans' grain storage (docs/adr/0005-group-commit-store.md). Writes of all grains of the silo share batches; each completes when its batch is durable.
/// The ETag is the record's version; a write without an ETag requires that the record does not exist, without reading first. Records are keyed by grain key and state name,
/// so a store serves one grain type.
/// </summary>
/// <remarks>
/// Writes throw <see cref="InconsistentStateException"/> when another version is stored, and <see cref="StoreUnavailableException"/> when the record is not known to be
/// durable: refused, failed with its batch, or not done within <see cref="GroupCommitLimits.WriteTimeout"/>. It may still have been stored, so the grain must read
/// again. A cancellation has no effect after the write is queued.
/// </remarks>
internal sealed class GroupCommitStorage : IGrainStorage, IDescriptionReader, ILifecycleParticipant<ISiloLifecycle>, IAsyncDisposable
{
    private readonly ISessionStoreBackend _backend;
    private readonly Serializer _serializer;
    private readonly IActivatorProvider _activators;
    private readonly GroupCommitLimits _limits;
    private readonly CommitMetrics _instruments;
    private readonly TimeProvider _clock;
    private CommitPartition[] _partitions = [];

    public GroupCommitStorage(
        ISessionStoreBackend backend, Serializer serializer, IActivatorProvider activators, GroupCommitLimits limits, CommitMetrics instruments, TimeProvider clock)
    {
        (_backend, _serializer, _activators, _limits, _instruments, _clock) = (backend, serializer, activators, limits, instruments, clock);
    }

    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe<GroupCommitStorage>(ServiceLifecycleStage.ApplicationServices, OpenAsync, _ => DrainAsync());

    /// <summary>Opens the backend. Reads and writes fail before.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _backend.InitializeAsync(cancellationToken);
        if (_partitions.Length > 0)
            return;

        _partitions = [.. Enumerable.Range(0, _backend.Partitions).Select(number =>
            new CommitPartition(batch => _backend.CommitAsync(number, batch), _limits, _instruments, _clock))];
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var sessionId = SessionIdOf(grainId);
        if (await _backend.ReadAsync(sessionId, stateName, cancellationToken) is not { } stored)
        {
            Reset(grainState);
            return;
        }

        grainState.State = Deserialize<T>(sessionId, stateName, stored);
        grainState.ETag = RecordVersion.ToETag(stored.Version);
        grainState.RecordExists = true;
    }

    public async Task<ReadOnlyMemory<byte>> ReadDescriptionsAsync(GrainId grainId)
    {
        if (await _backend.ReadAsync(SessionIdOf(grainId), StoredRecordNames.Descriptions, CancellationToken.None) is not { } stored)
            return default;

        return stored.Length == stored.Body.Length ? stored.Body : throw new UnreadableRecordException(UnreadableReason.TooLarge, stored.Length);
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // Serialized now, because the grain goes on changing the state while the batch is committed.
        var write = Prepare(stateName, grainId, grainState);
        var written = PartitionOf(write).CommitAsync(write);
        return write.State is null ? RecordNewVersion(written, grainState) : written;
    }

    private static async Task RecordNewVersion<T>(Task<long> written, IGrainState<T> grainState)
    {
        // Not on the grain's scheduler: the awaiting code returns there by itself, and this would be one more task per write.
        grainState.ETag = RecordVersion.ToETag(await written.ConfigureAwait(false));
        grainState.RecordExists = true;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var removal = new PendingWrite(SessionIdOf(grainId), stateName, RecordVersion.FromETag(grainState.ETag));
        await PartitionOf(removal).CommitAsync(removal);
        Reset(grainState);
    }

    public async ValueTask DisposeAsync()
    {
        await DrainAsync();
        foreach (var partition in _partitions)
            partition.Dispose();
    }

    private Task DrainAsync() => Task.WhenAll(_partitions.Select(partition => partition.DrainAsync()));

    private PendingWrite Prepare<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var numbered = grainState as INumberedState;
        var expected = numbered is { Version: > 0 } ? numbered.Version : RecordVersion.FromETag(grainState.ETag);
        var bytes = new RecordBytes(expected);
        _serializer.Serialize(grainState.State, bytes);
        bytes.Seal(SessionIdOf(grainId), stateName);
        var record = grainState.State as IStoredSessionRecord;
        return new PendingWrite(SessionIdOf(grainId), stateName, expected)
        {
            State = numbered,
            Record = bytes,
            SweepAtMs = record?.SweepAtMs,
            ExpiresAtMs = record?.ExpiresAtMs,
            Report = record?.Report,
            Descriptions = record?.Descriptions,
            RequiresStart = expected == 0 && record is { RequiresStart: true },
        };
    }

    /// <summary>Deserializes only intact records of this store. A remaining failure means that a newer program wrote the record.</summary>
    /// <exception cref="UnreadableRecordException">The record cannot be read.</exception>
    private T Deserialize<T>(byte[] sessionId, string stateName, in StoredRecord stored)
    {
        if (stored.Version <= 0)
            throw new UnreadableRecordException(UnreadableReason.Damaged, stored.Length);
        if (stored.Length > stored.Body.Length)
            throw new UnreadableRecordException(UnreadableReason.TooLarge, stored.Length);

        var body = RecordChecksum.Open(sessionId, stateName, stored.Body);
        try
        {
            if (_serializer.Deserialize<T>(body) is { } record)
                return record;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Reported below, without the serializer's internals.
        }

        throw new UnreadableRecordException(UnreadableReason.UnknownFormat, stored.Length);
    }

    /// <summary>The key's own array, not a copy.</summary>
    private static byte[] SessionIdOf(GrainId grainId) => IdSpan.UnsafeGetArray(grainId.Key)!;

    private CommitPartition PartitionOf(PendingWrite write) =>
        _partitions.Length == 0
            ? throw new StoreUnavailableException("The session store is not open yet.")
            : _partitions[_backend.PartitionOf(write.SessionId)];

    private void Reset<T>(IGrainState<T> grainState)
    {
        grainState.State = _activators.GetActivator<T>().Create();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }
}
