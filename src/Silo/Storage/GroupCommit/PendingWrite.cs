using Orleans.Storage;
using SessionGrains.Stores;

namespace SessionGrains.Silo.Storage.GroupCommit;

/// <summary>
/// One record on its way into the store; its task ends with the new version once that is durable. It is the completion source of its own task
/// to save an object per write. Whoever ends it holds no lock: a grain that waits goes on by its own scheduler, anybody else at once.
/// </summary>
internal sealed class PendingWrite(byte[] sessionId, string recordName, long expectedVersion) : TaskCompletionSource<long>
{
    private long? _conflictingVersion;

    /// <summary>The session's id in UTF-8. Shared with Orleans: read only.</summary>
    public byte[] SessionId => sessionId;

    public string RecordName => recordName;

    /// <summary>The version that must be stored now; 0: the record must not exist.</summary>
    public long ExpectedVersion => expectedVersion;

    /// <summary>What the version will be.</summary>
    public long NewVersion => expectedVersion + 1;

    /// <summary>What is told the new version before the task ends; null: whoever waits for the task tells it.</summary>
    public INumberedState? State { get; init; }

    /// <summary>The record; null removes it.</summary>
    public RecordBytes? Record { get; init; }

    /// <summary>See <see cref="Stores.IStoredSessionRecord.SweepAtMs"/>.</summary>
    public long? SweepAtMs { get; init; }

    /// <summary>See <see cref="Stores.IStoredSessionRecord.ExpiresAtMs"/>.</summary>
    public long? ExpiresAtMs { get; init; }

    /// <summary>See <see cref="Stores.IStoredSessionRecord.Report"/>.</summary>
    public byte[]? Report { get; init; }

    /// <summary>When it was queued (<see cref="TimeProvider.GetTimestamp"/>).</summary>
    public long QueuedAt { get; set; }

    public int Length => (Record?.Length ?? 0) + (Report?.Length ?? 0);

    /// <summary>The backend found another version (0: none) and stored nothing of this write.</summary>
    public void Conflict(long storedVersion) => _conflictingVersion = storedVersion;

    /// <summary>The batch is durable.</summary>
    public void Complete()
    {
        if (_conflictingVersion is { } stored)
        {
            TrySetException(new InconsistentStateException(
                $"The record '{recordName}' of the session has another version than its writer knows.", Show(stored), Show(expectedVersion)));
        }
        else
        {
            State?.Stored(NewVersion);
            TrySetResult(NewVersion);
        }
    }

    private static string Show(long version) => version == 0 ? "none" : RecordVersion.ToETag(version);
}
