using SessionGrains.Rooms;
using SessionGrains.Stores;

namespace SessionGrains.Silo.Storage;

/// <summary>
/// Measures a store's free capacity once a second and deletes what has expired: once a minute, and once a second while capacity is short or a write was refused: a full disk may hold a file
/// that has room, into which nothing can be written because the log has no room to grow.
/// </summary>
internal sealed partial class StoreMaintenance(IMaintainedStore store, StoreRoom room, IStoreRecovery recovery, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    /// <summary>Estimated bytes that an open session still takes until it is closed, besides the sessionStart in its report: progress and report.</summary>
    public const int BytesToClose = 4096;

    private static readonly TimeSpan CleanupInterval = TimeSpan.FromMinutes(1);

    private readonly PeriodicTimer _timer = new(TimeSpan.FromSeconds(1), clock);
    private Task _running = Task.CompletedTask;
    private long _lastCleanup = clock.GetTimestamp();

    public void Start() => _running = RunAsync();

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _running;
    }

    private async Task RunAsync()
    {
        do
        {
            // Separately: a store that cannot be measured may still be cleaned up.
            await TryAsync(MeasureAsync);
            await TryAsync(CleanUpAsync);
        }
        while (await _timer.WaitForNextTickAsync());
    }

    private async Task MeasureAsync() => room.Record(await store.MeasureAsync());

    private async Task CleanUpAsync()
    {
        var isTight = room.Level != RoomLevel.Roomy || recovery.RefusesWrites;
        if (!isTight && clock.GetElapsedTime(_lastCleanup) < CleanupInterval)
            return;

        _lastCleanup = clock.GetTimestamp();
        if (await store.DeleteExpiredAsync(isTight))
            recovery.Recovered();

        if (isTight)
            await MeasureAsync();
    }

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (StoreUnavailableException)
        {
            // Logged by the store; retried soon.
        }
        catch (Exception e)
        {
            LogFailed(logger, e);
        }
    }

    [LoggerMessage(EventId = 303, Level = LogLevel.Error, Message = "Measuring the store or removing expired sessions and reports failed; retrying soon.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
