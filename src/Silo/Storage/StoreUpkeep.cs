using Microsoft.Extensions.Logging;
using SessionGrains.Sessions;

namespace SessionGrains.Silo.Storage;

/// <summary>Lets a store throw away what has expired, once a minute.</summary>
internal sealed partial class StoreUpkeep(Func<Task> work, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    private readonly PeriodicTimer _timer = new(TimeSpan.FromMinutes(1), clock);
    private Task _running = Task.CompletedTask;

    public void Start() => _running = RunAsync();

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _running;
    }

    private async Task RunAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            try
            {
                await work();
            }
            catch (StoreUnavailableException)
            {
                // Reported by the store; the next minute tries again.
            }
            catch (Exception e)
            {
                LogFailed(logger, e);
            }
        }
    }

    [LoggerMessage(EventId = 303, Level = LogLevel.Error, Message = "Removing expired sessions and reports failed; the next minute tries again.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
