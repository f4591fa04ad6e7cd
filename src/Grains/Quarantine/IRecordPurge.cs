using SessionGrains.Stores;

namespace SessionGrains.Quarantine;

/// <summary>Removes the records of a session, whatever state they are in. A store without this interface cannot be purged.</summary>
public interface IRecordPurge
{
    /// <summary>Removes the records of a session and its entry in the deadline index, without reading them; durable on return. The report stays.</summary>
    /// <exception cref="Stores.StoreUnavailableException">The store does not answer.</exception>
    ValueTask PurgeAsync(string sessionId, CancellationToken cancellationToken = default);
}
