using SessionGrains.Exports;
using SessionGrains.Stores;

namespace SessionGrains.Timeouts;

/// <summary>Runs on every silo: calls the cluster's sweeper, wakes the exporters, and probes the store, so that a silo with nothing to store notices an outage too.</summary>
internal sealed partial class DeadlineSweepService(
    IGrainFactory grains, IDeadlineIndex index, StoreOutages outages, ExportWaker exporters, TimeProvider time, ILogger<DeadlineSweepService> logger) : BackgroundService
{
    /// <summary>Period of the sweep. A session whose silo died is closed within this time, plus the time to detect the death.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    /// <summary>Time until a session with an unreadable record is checked again.</summary>
    public const long UnreadableRetryMs = 3_600_000;

    private static readonly string ProbeSessionId = new('0', 64);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await ProbeStore(stoppingToken);
                await Sweep();
                await exporters.WakeAll();
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private async Task ProbeStore(CancellationToken cancellationToken)
    {
        try
        {
            await index.DueAsync(time.GetUtcNow().ToUnixTimeMilliseconds(), 1, cancellationToken);
            outages.RecordRead();
            if (outages.RefusesWrites)
            {
                await ProbeWrite(cancellationToken);
                outages.RecordWritten();
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            outages.RecordFailedRead();
        }
    }

    /// <summary>
    /// A full store can still be read. Without a player that writes, nothing else would notice that there is room again, and no session closes while deadlines
    /// move. The entry is never due. It differs each time, because otherwise nothing would be written.
    /// </summary>
    private async Task ProbeWrite(CancellationToken cancellationToken)
    {
        await index.CorrectAsync([new(ProbeSessionId, time.GetUtcNow().AddYears(1).ToUnixTimeMilliseconds())], cancellationToken);
        await index.CorrectAsync([new(ProbeSessionId, null)], cancellationToken);
    }

    private async Task Sweep()
    {
        try
        {
            await grains.GetGrain<IDeadlineSweeper>(0).Sweep();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The store or the sweeper's silo does not answer; the next tick retries.
            LogNotSwept(exception.GetType().Name);
        }
    }

    [LoggerMessage(1021, LogLevel.Warning, "The deadlines of the cluster could not be swept ({Reason}); retrying in 10 s.")]
    private partial void LogNotSwept(string reason);
}
