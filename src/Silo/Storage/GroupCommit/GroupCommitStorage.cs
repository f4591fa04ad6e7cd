using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;
using SessionGrains.Quarantine;
using SessionGrains.Stores;

namespace SessionGrains.Silo.Storage.GroupCommit;

/// <summary>
/// The session store as Orleans' grains see it (design decision 3): the writes of all grains of the silo share batches, and each completes when
/// its batch is durable. The ETag is a record's version; no ETag on a write means that the record must not exist yet, and nothing is read for
/// that. A record is found by the grain's key and the state's name, so one store serves one kind of grain.
/// </summary>
/// <remarks>
/// Writes throw <see cref="InconsistentStateException"/> when another version is stored, and <see cref="StoreUnavailableException"/> when the
/// record is not known to be durable: refused, failed with its batch, or not done within <see cref="GroupCommitLimits.WriteTimeout"/>. What became of
/// it is then unknown, and the grain reads again before it goes on. A cancellation counts until the write is queued, not after.
/// </remarks>
internal sealed class GroupCommitStorage : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>, IAsyncDisposable
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

    /// <summary>Opens the backend; nothing works before.</summary>
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
            Forget(grainState);
            return;
        }

        grainState.State = Deserialize<T>(sessionId, stateName, stored);
        grainState.ETag = RecordVersion.ToETag(stored.Version);
        grainState.RecordExists = true;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // Serialized before anybody waits: the grain goes on changing the state while the batch is under way.
        var write = Prepare(stateName, grainId, grainState);
        var written = PartitionOf(write).CommitAsync(write);
        return write.State is null ? RecordNewVersion(written, grainState) : written;
    }

    private static async Task RecordNewVersion<T>(Task<long> written, IGrainState<T> grainState)
    {
        // Not back on the grain's scheduler, which what awaits this does for itself: that would be one more task to run there for each write.
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
        Forget(grainState);
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
        };
    }

    /// <summary>Nothing of a record reaches the deserializer that was not written by this store. What it then fails with is that of a newer program's record.</summary>
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
            // Told below, without the inside of the serializer.
        }

        throw new UnreadableRecordException(UnreadableReason.UnknownFormat, stored.Length);
    }

    /// <summary>The key's own bytes, not a copy.</summary>
    private static byte[] SessionIdOf(GrainId grainId) => IdSpan.UnsafeGetArray(grainId.Key)!;

    private CommitPartition PartitionOf(PendingWrite write) =>
        _partitions.Length == 0
            ? throw new StoreUnavailableException("The session store is not open yet.")
            : _partitions[_backend.PartitionOf(write.SessionId)];

    private void Forget<T>(IGrainState<T> grainState)
    {
        grainState.State = _activators.GetActivator<T>().Create();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }
}
