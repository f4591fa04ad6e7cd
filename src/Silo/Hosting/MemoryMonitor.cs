using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using SessionGrains.Rooms;

namespace SessionGrains.Silo.Hosting;

/// <summary>
/// Measures the memory of the process ten times a second: a rush of starts takes tens of megabytes a second. It costs some microseconds. On a thread of its own,
/// because in such a rush a timer of the thread pool waits behind the starts that it is to count.
/// </summary>
internal sealed class MemoryMonitor(MemoryRoom room) : IHostedService, IDisposable
{
    /// <summary>What machine or container have free counts so much: of it all, the twentieth is where the collector's fifth is, as others may use it to a finer rest.</summary>
    private const long MachineWeight = 4;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    /// <summary>Between two collections that are asked for. Old garbage counts as used until one, and where starts are refused none may come by itself.</summary>
    private static readonly TimeSpan Collections = TimeSpan.FromSeconds(5);

    private readonly ManualResetEventSlim _stopping = new();
    private long _collectedAt = Stopwatch.GetTimestamp();
    private int _collections;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Update();
        new Thread(Watch) { Name = "memory watch", IsBackground = true, Priority = ThreadPriority.AboveNormal }.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping.Set();
        return Task.CompletedTask;
    }

    public void Dispose() => _stopping.Set();

    private void Watch()
    {
        while (!_stopping.Wait(Period))
        {
            Update();
        }
    }

    private void Update()
    {
        var sample = Measure();
        if (room.Level != RoomLevel.Full && room.LevelOf(sample) == RoomLevel.Full)
        {
            // A rush of requests leaves tens of megabytes of young garbage, which is nobody's reason to refuse those who watch.
            GC.Collect(1, GCCollectionMode.Forced, blocking: true);
            sample = Measure();
        }

        if (room.Record(sample) != RoomLevel.Roomy)
        {
            CollectNowAndThen();
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
            (_collections, _collectedAt) = (collections, Stopwatch.GetTimestamp());
        }
        else if (Stopwatch.GetElapsedTime(_collectedAt) >= Collections)
        {
            _collectedAt = Stopwatch.GetTimestamp();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        }
    }
}
