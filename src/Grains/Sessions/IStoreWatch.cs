using Orleans.Concurrency;
using SessionGrains.Rooms;
using SessionGrains.Stores;
using SessionGrains.Timeouts;

namespace SessionGrains.Sessions;

/// <summary>Reports the state of the session store to front doors. Key 0; every silo has its own activations.</summary>
[Alias("sg.store-watch")]
public interface IStoreWatch : IGrainWithIntegerKey
{
    /// <summary>False if the store does not answer, or if it refused the last write of this silo.</summary>
    [Alias("answers"), ReadOnly] Task<bool> IsAvailable();

    /// <summary>How much room the store has.</summary>
    [Alias("room"), ReadOnly] Task<RoomLevel> Room();
}

/// <inheritdoc cref="IStoreWatch"/>
[StatelessWorker, GrainType("store-watch")]
internal sealed class StoreWatch(IDeadlineIndex index, StoreOutages outages, StoreRoom room, TimeProvider time) : Grain, IStoreWatch
{
    public async Task<bool> IsAvailable()
    {
        // A full disk can still be read, so a successful read would prove nothing.
        if (outages.IsOut)
        {
            return false;
        }

        try
        {
            await index.DueAsync(time.GetUtcNow().ToUnixTimeMilliseconds(), 1);
            return true;
        }
        catch (StoreUnavailableException)
        {
            outages.RecordFailedRead();
            return false;
        }
    }

    public Task<RoomLevel> Room() => Task.FromResult(room.Level);
}
