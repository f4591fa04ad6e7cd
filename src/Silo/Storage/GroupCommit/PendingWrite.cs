using Orleans.Storage;
using SessionGrains.Stores;

namespace SessionGrains.Silo.Storage.GroupCommit;

/// <summary>
/// A queued write of one record; its task ends with the new version once that is durable. It derives from the task's completion source to save an object per write. Complete it
/// without holding a lock: grains continue on their own scheduler, other callers synchronously.
/// </summary>
internal sealed class PendingWrite(byte[] sessionId, string recordName, long expectedVersion) : TaskCompletionSource<long>
{
    private long? _conflictingVersion;

    /// <summary>The session's id in UTF-8. Orleans' own array: read only.</summary>
    public byte[] SessionId => sessionId;

    public string RecordName => recordName;

    /// <summary>The version that must be stored now; 0: no record may exist.</summary>
    public long ExpectedVersion => expectedVersion;

    public long NewVersion => expectedVersion + 1;

    /// <summary>Receives the new version before the task ends; null: the awaiter sets it.</summary>
    public INumberedState? State { get; init; }

    /// <summary>The record; null deletes it.</summary>
    public RecordBytes? Record { get; init; }

    /// <summary>See <see cref="Stores.IStoredSessionRecord.SweepAtMs"/>.</summary>
    public long? SweepAtMs { get; init; }

    /// <summary>See <see cref="Stores.IStoredSessionRecord.ExpiresAtMs"/>.</summary>
    public long? ExpiresAtMs { get; init; }

    /// <summary>See <see cref="Stores.IStoredSessionRecord.Report"/>.</summary>
    public byte[]? Report { get; init; }

    /// <summary>See <see cref="Stores.IStoredSessionRecord.Descriptions"/>.</summary>
    public byte[]? Descriptions { get; init; }

    /// <summary>Whether it is skipped unless the session has a start. See <see cref="Stores.IStoredSessionRecord.RequiresStart"/>.</summary>
    public bool RequiresStart { get; init; }

    /// <summary>When it was queued (<see cref="TimeProvider.GetTimestamp"/>).</summary>
    public long QueuedAt { get; set; }

    public int Length => (Record?.Length ?? 0) + (Report?.Length ?? 0) + (Descriptions?.Length ?? 0);

    /// <summary>Records that the backend found another version (0: none) and skipped this write.</summary>
    public void Conflict(long storedVersion) => _conflictingVersion = storedVersion;

    /// <summary>Ends the task after the write is durable, unless it has ended.</summary>
    public void Complete()
    {
        if (Task.IsCompleted)
        {
            // Its writer may be using the state for the next write already.
            return;
        }

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
