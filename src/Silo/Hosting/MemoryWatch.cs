using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SessionGrains.Rooms;

namespace SessionGrains.Silo.Hosting;

/// <summary>Measures the memory of the process ten times a second: a rush of starts takes tens of megabytes a second. It costs some microseconds.</summary>
internal sealed class MemoryWatch(MemoryRoom room, [FromKeyedServices(MemoryWatch.Clock)] TimeProvider clock) : BackgroundService
{
    /// <summary>Key of the clock: the system's, as the memory is the real one.</summary>
    public const string Clock = "memory";

    /// <summary>What machine or container have free counts so much: of it all, the twentieth is where the collector's fifth is, as others may use it to a finer rest.</summary>
    private const long MachineWeight = 4;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    /// <summary>Between two collections that are asked for. Old garbage counts as used until one, and where starts are refused none may come by itself.</summary>
    private static readonly TimeSpan Collections = TimeSpan.FromSeconds(5);

    private long _collectedAt = clock.GetTimestamp();
    private int _collections;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        do
        {
            var sample = Measure();
            if (room.Level != RoomLevel.Full && room.LevelOf(sample) == RoomLevel.Full)
            {
                // A rush of requests leaves tens of megabytes of young garbage, which is nobody's reason to refuse those who watch.
                GC.Collect(1, GCCollectionMode.Forced, blocking: true);
                sample = Measure();
            }

            if (room.Note(sample) != RoomLevel.Roomy)
                CollectNowAndThen();
        }
        while (await NextAsync(timer, stoppingToken));
    }

    private static async ValueTask<bool> NextAsync(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static RoomSample Measure()
    {
        var memory = GC.GetGCMemoryInfo();
        var free = memory.TotalAvailableMemoryBytes - GC.GetTotalMemory(forceFullCollection: false);

        // Before the first collection nothing is known of the machine. The collector calls it nearly full at nine tenths.
        if (memory.MemoryLoadBytes > 0)
            free = Math.Min(free, MachineWeight * ((memory.HighMemoryLoadThresholdBytes / 9 * 10) - memory.MemoryLoadBytes));
        return new RoomSample(Math.Max(0, free), memory.TotalAvailableMemoryBytes);
    }

    private void CollectNowAndThen()
    {
        var collections = GC.CollectionCount(GC.MaxGeneration);
        if (collections != _collections)
        {
            (_collections, _collectedAt) = (collections, clock.GetTimestamp());
        }
        else if (clock.GetElapsedTime(_collectedAt) >= Collections)
        {
            _collectedAt = clock.GetTimestamp();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        }
    }
}
