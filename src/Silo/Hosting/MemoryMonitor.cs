using System.Diagnostics;
using SessionGrains.Rooms;

namespace SessionGrains.Silo.Hosting;

/// <summary>
/// Measures the memory of the process ten times a second, because a burst of starts takes tens of megabytes a second. A measurement takes microseconds. It runs on its
/// own thread: in such a burst a timer of the thread pool would wait behind the starts.
/// </summary>
internal sealed class MemoryMonitor(MemoryRoom room) : IHostedService, IDisposable
{
    /// <summary>Weight of the machine's or container's free memory: a twentieth of it free counts like a fifth of the collector's heap limit, since other processes may use more of it.</summary>
    private const long MachineWeight = 4;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    /// <summary>Interval of requested collections. Garbage counts as used until collected, and while starts are refused no collection may happen by itself.</summary>
    private static readonly TimeSpan CollectionInterval = TimeSpan.FromSeconds(5);

    private readonly ManualResetEventSlim _stopping = new();
    private long _lastCollection = Stopwatch.GetTimestamp();
    private int _collections;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Measure();
        new Thread(Run) { Name = "memory watch", IsBackground = true, Priority = ThreadPriority.AboveNormal }.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping.Set();
        return Task.CompletedTask;
    }

    public void Dispose() => _stopping.Set();

    private void Run()
    {
        while (!_stopping.Wait(Period))
        {
            Measure();
        }
    }

    private void Measure()
    {
        var sample = Sample();
        if (room.Level != RoomLevel.Full && room.LevelOf(sample) == RoomLevel.Full)
        {
            // A burst of requests leaves tens of megabytes of young garbage, which must not cause refusals of events.
            GC.Collect(1, GCCollectionMode.Forced, blocking: true);
            sample = Sample();
        }

        if (room.Record(sample) != RoomLevel.Roomy)
        {
            CollectIfDue();
        }
    }

    private static RoomSample Sample()
    {
        var memory = GC.GetGCMemoryInfo();
        var free = memory.TotalAvailableMemoryBytes - GC.GetTotalMemory(forceFullCollection: false);

        // Before the first collection the machine's memory is unknown. The collector's threshold for high load is nine tenths.
        if (memory.MemoryLoadBytes > 0)
            free = Math.Min(free, MachineWeight * ((memory.HighMemoryLoadThresholdBytes / 9 * 10) - memory.MemoryLoadBytes));
        return new RoomSample(Math.Max(0, free), memory.TotalAvailableMemoryBytes);
    }

    private void CollectIfDue()
    {
        var collections = GC.CollectionCount(GC.MaxGeneration);
        if (collections != _collections)
        {
            (_collections, _lastCollection) = (collections, Stopwatch.GetTimestamp());
        }
        else if (Stopwatch.GetElapsedTime(_lastCollection) >= CollectionInterval)
        {
            _lastCollection = Stopwatch.GetTimestamp();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        }
    }
}
