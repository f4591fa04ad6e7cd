using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SessionGrains.Stores;

namespace SessionGrains.Timeouts;

/// <summary>
/// On every silo: sees to it that the cluster's sweeper sweeps, and asks the store for a sign of life, so that a silo with nothing to store knows
/// of an outage too.
/// </summary>
internal sealed partial class DeadlineSweepService(
    IGrainFactory grains, IDeadlineIndex index, StoreOutages outages, TimeProvider time, ILogger<DeadlineSweepService> logger) : BackgroundService
{
    /// <summary>A session whose silo died is closed within this, and the time that the death takes to be noticed.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    /// <summary>How soon a session is looked at again of which a record cannot be read: nothing is gained by looking more often.</summary>
    public const long UnreadableRetryMs = 3_600_000;

    private static readonly string Nobody = new('0', 64);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await ProbeStore(stoppingToken);
                await Sweep();
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
    /// A store that is full is read as ever. Should no player write, nothing else would find out that there is room again, and while deadlines move
    /// no session closes. The entry is never due; it has to differ each time, or nothing would be written.
    /// </summary>
    private async Task ProbeWrite(CancellationToken cancellationToken)
    {
        await index.CorrectAsync([new(Nobody, time.GetUtcNow().AddYears(1).ToUnixTimeMilliseconds())], cancellationToken);
        await index.CorrectAsync([new(Nobody, null)], cancellationToken);
    }

    private async Task Sweep()
    {
        try
        {
            await grains.GetGrain<IDeadlineSweeper>(0).Sweep();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The store or the sweeper's silo is away; the next tick tries again.
            LogNotSwept(exception.GetType().Name);
        }
    }

    [LoggerMessage(1021, LogLevel.Warning, "The deadlines of the cluster could not be swept ({Reason}); it is tried again in 10 s.")]
    private partial void LogNotSwept(string reason);
}
