using SessionGrains.Stores;

namespace SessionGrains.Quarantine;

/// <summary>Removes what a session store has of a session, whatever state it is in. A store without it cannot be purged.</summary>
public interface IRecordPurge
{
    /// <summary>Removes the records of a session and its entry in the deadline index, unread; durable when it returns. Its report stays.</summary>
    /// <exception cref="Stores.StoreUnavailableException">The store does not answer.</exception>
    ValueTask PurgeAsync(string sessionId, CancellationToken cancellationToken = default);
}
