using SessionGrains.Rooms;
using SessionGrains.Stores;

namespace SessionGrains.Silo.Storage;

/// <summary>A store that measures its free capacity and deletes what has expired.</summary>
internal interface IMaintainedStore
{
    /// <summary>Measures the free capacity; called once a second.</summary>
    /// <exception cref="Stores.StoreUnavailableException">The store is unavailable.</exception>
    Task<RoomSample> MeasureAsync();

    /// <summary>Deletes what has expired.</summary>
    /// <param name="isTight">Whether capacity is short: it is needed at once, and deleting must use little of it.</param>
    /// <returns>Whether there is capacity to write.</returns>
    /// <exception cref="Stores.StoreUnavailableException">The store is unavailable.</exception>
    Task<bool> DeleteExpiredAsync(bool isTight);
}
