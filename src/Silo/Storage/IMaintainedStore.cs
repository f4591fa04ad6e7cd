using SessionGrains.Rooms;
using SessionGrains.Stores;

namespace SessionGrains.Silo.Storage;

/// <summary>A store that measures its room and throws away what has expired.</summary>
internal interface IMaintainedStore
{
    /// <summary>Measures the room that there is; asked once a second.</summary>
    /// <exception cref="Stores.StoreUnavailableException">The store cannot say.</exception>
    Task<RoomSample> MeasureAsync();

    /// <summary>Throws away what has expired, so that its room can be used.</summary>
    /// <param name="isTight">Room is wanted at once, and there is little to work in.</param>
    /// <returns>Whether there is room to write.</returns>
    /// <exception cref="Stores.StoreUnavailableException">The store refused.</exception>
    Task<bool> ForgetExpiredAsync(bool isTight);
}
