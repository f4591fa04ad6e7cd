using System.Collections.Concurrent;

namespace SessionGrains.Live;

/// <summary>The counts of one <see cref="LiveKey"/> on this silo. Thread-safe.</summary>
/// <param name="key">The key.</param>
/// <param name="changed">The queue it adds itself to when its counts change; at most once until it is taken from there.</param>
internal sealed class KeyCounter(LiveKey key, ConcurrentQueue<KeyCounter> changed)
{
    private readonly Lock _lock = new();
    private bool _isQueued;
    private LiveFigures _figures;
    private long _version;

    public LiveKey Key => key;

    public string Partition { get; } = LivePartitions.Of(key);

    /// <summary>Name of a title, from the session that started last.</summary>
    public string? Name { get; set; }

    public string? Channel { get; set; }

    /// <summary>Topics with sessions that use it; guarded by <see cref="SiloCounters"/>.</summary>
    public int Users { get; set; }

    /// <summary>The version that the partition has confirmed; set by the publisher.</summary>
    public long ConfirmedVersion { get; set; }

    public long Version => Volatile.Read(ref _version);

    public void Add(in LiveFigures change)
    {
        lock (_lock)
        {
            _figures += change;
            _version++;
        }

        Enqueue();
    }

    /// <summary>Queues it to be reported or removed.</summary>
    public void Enqueue()
    {
        lock (_lock)
        {
            if (_isQueued)
                return;

            _isQueued = true;
        }

        changed.Enqueue(this);
    }

    /// <summary>Called when it is taken from the queue; the next change queues it again.</summary>
    public void MarkTaken()
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
