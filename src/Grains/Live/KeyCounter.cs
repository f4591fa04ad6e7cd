using System.Collections.Concurrent;

namespace SessionGrains.Live;

/// <summary>The counts of one <see cref="LiveKey"/> on this silo. Thread-safe.</summary>
/// <param name="key">What is counted.</param>
/// <param name="changed">Where it puts itself when there is something to report of it, once until that is looked at.</param>
internal sealed class KeyCounter(LiveKey key, ConcurrentQueue<KeyCounter> changed)
{
    private readonly Lock _lock = new();
    private bool _isQueued;
    private LiveFigures _figures;
    private long _version;

    public LiveKey Key => key;

    public string Partition { get; } = LivePartitions.Of(key);

    /// <summary>Of a title: as the last session that came said it.</summary>
    public string? Name { get; set; }

    public string? Channel { get; set; }

    /// <summary>Sessions that hold it; guarded by <see cref="SiloCounters"/>.</summary>
    public int Users { get; set; }

    /// <summary>The version that the partition has; kept by the publisher.</summary>
    public long ConfirmedVersion { get; set; }

    public long Version => Volatile.Read(ref _version);

    public void Add(in LiveFigures change)
    {
        lock (_lock)
        {
            _figures += change;
            _version++;
        }

        Record();
    }

    /// <summary>There is something to report, or to forget.</summary>
    public void Record()
    {
        lock (_lock)
        {
            if (_isQueued)
                return;

            _isQueued = true;
        }

        changed.Enqueue(this);
    }

    /// <summary>It was taken from those that changed; what happens from now on puts it there again.</summary>
    public void Look()
    {
        lock (_lock)
        {
            _isQueued = false;
        }
    }

    public LiveRow Row(bool isLast, out long version)
    {
        lock (_lock)
        {
            version = _version;
            return new LiveRow(key, Name, Channel, _figures, isLast);
        }
    }
}
