namespace SessionGrains.Erasure;

/// <summary>Wakes the eraser every 10 s, so that an erasure goes on after a crash without anybody asking for it.</summary>
internal sealed partial class EraserWaker(IGrainFactory grains, StoreErasure stored, TimeProvider time, ILogger<EraserWaker> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!stored.IsPossible)
        {
            return;
        }

        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await Wake();
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private async Task Wake()
    {
        try
        {
            await grains.GetGrain<IEraser>(0).Wake();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogNotWoken(failure.GetType().Name);
        }
    }

    [LoggerMessage(1085, LogLevel.Warning, "The eraser could not be woken ({Reason}); retrying in 10 s.")]
    private partial void LogNotWoken(string reason);
}
