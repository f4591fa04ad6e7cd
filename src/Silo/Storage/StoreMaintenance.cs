using Microsoft.Extensions.Logging;
using SessionGrains.Rooms;
using SessionGrains.Stores;

namespace SessionGrains.Silo.Storage;

/// <summary>Measures a store's room once a second and lets it throw away what has expired: once a minute, and once a second while room is short.</summary>
internal sealed partial class StoreMaintenance(IMaintainedStore store, StoreRoom room, IStoreRecovery recovery, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan CleanupInterval = TimeSpan.FromMinutes(1);

    private readonly PeriodicTimer _timer = new(TimeSpan.FromSeconds(1), clock);
    private Task _running = Task.CompletedTask;
    private long _forgotAt = clock.GetTimestamp();

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
            // Each for itself: a store that cannot be measured may still be relieved.
            await TryAsync(MeasureAsync);
            await TryAsync(ForgetAsync);
        }
        while (await _timer.WaitForNextTickAsync());
    }

    private async Task MeasureAsync() => room.Record(await store.MeasureAsync());

    private async Task ForgetAsync()
    {
        var isTight = room.Level != RoomLevel.Roomy;
        if (!isTight && clock.GetElapsedTime(_forgotAt) < CleanupInterval)
            return;

        _forgotAt = clock.GetTimestamp();
        if (await store.ForgetExpiredAsync(isTight))
            recovery.Relieved();

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
            // Reported by the store; tried again soon.
        }
        catch (Exception e)
        {
            LogFailed(logger, e);
        }
    }

    [LoggerMessage(EventId = 303, Level = LogLevel.Error, Message = "Measuring the store or removing expired sessions and reports failed; tried again soon.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
