using System.Collections.Concurrent;
using System.Diagnostics;
using SessionGrains.Rooms;

namespace SessionGrains.Live;

/// <summary>
/// The live counts of this silo, in plain memory (design decision 5). Sessions come and go and change what they count for; the publisher takes what
/// changed twice a second. Nothing here is done per ping but a field write and a counter.
/// </summary>
internal sealed class SiloCounters(SilenceWheel silence, OpenSessions open, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<LiveTopic, TopicCounters> _places = [];
    private readonly Dictionary<LiveKey, KeyCounter> _gauges = [];
    private readonly Dictionary<string, ConcurrentQueue<KeyCounter>> _changed = LivePartitions.All.ToDictionary(static name => name, static _ => new ConcurrentQueue<KeyCounter>());
    private long _events;
    private long _writes;
    private long _writeTicks;

    public SilenceWheel Silence => silence;

    /// <summary>When this silo began to count, ms since 1970-01-01 UTC.</summary>
    public long CountsSinceMs { get; } = time.GetUtcNow().ToUnixTimeMilliseconds();

    public int Sessions => open.Count;

    /// <summary>All sessions of this silo together.</summary>
    public LiveFigures Everything
    {
        get
        {
            lock (_lock)
            {
                return Gauge(LiveKey.Everything).Row(isLast: false, out _).Figures;
            }
        }
    }

    /// <summary>How many keys this silo counts.</summary>
    public int Keys
    {
        get
        {
            lock (_lock)
            {
                return _gauges.Count;
            }
        }
    }

    /// <summary>Events taken, writes that ended and the time they took, since the start.</summary>
    public (long Events, long Writes, TimeSpan WriteTime) Work =>
        (Interlocked.Read(ref _events), Interlocked.Read(ref _writes), Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _writeTicks)));

    public void RecordEvent() => Interlocked.Increment(ref _events);

    /// <summary>A write of a session's progress ended.</summary>
    /// <param name="beganAt">Its begin, by <see cref="Stopwatch.GetTimestamp"/>.</param>
    public void RecordWrite(long beganAt)
    {
        Interlocked.Increment(ref _writes);
        Interlocked.Add(ref _writeTicks, Stopwatch.GetTimestamp() - beganAt);
    }

    public long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>A session that from now on is on this silo. It must <see cref="LiveViewer.Leave"/> when it is no longer.</summary>
    public LiveViewer Admit(LiveTopic topic)
    {
        lock (_lock)
        {
            if (!_places.TryGetValue(topic, out var place))
                _places.Add(topic, place = new(this, topic, GaugesOf(topic)));

            place.Users++;
            return new(place);
        }
    }

    public void Release(TopicCounters place)
    {
        lock (_lock)
        {
            if (--place.Users > 0)
                return;

            _places.Remove(place.Topic);
            foreach (var gauge in place.Gauges)
            {
                if (--gauge.Users == 0)
                    gauge.Record();
            }
        }
    }

    /// <summary>The gauges as they are now.</summary>
    public KeyCounter[] Gauges()
    {
        lock (_lock)
        {
            return [.. _gauges.Values];
        }
    }

    /// <summary>Takes the gauges of a partition that changed since they were taken before, or that no session holds any more.</summary>
    public IEnumerable<KeyCounter> TakeChanged(string partition)
    {
        var changed = _changed[partition];
        for (var left = changed.Count; left > 0 && changed.TryDequeue(out var gauge); left--)
        {
            gauge.Look();
            yield return gauge;
        }
    }

    /// <summary>Forgets a gauge that no session holds and whose counts the partition has. True when it is forgotten.</summary>
    public bool Forget(KeyCounter gauge)
    {
        lock (_lock)
        {
            return gauge.Users == 0 && gauge.Version == gauge.ConfirmedVersion && gauge.Key.Kind != LiveKind.Everything && _gauges.Remove(gauge.Key);
        }
    }

    private KeyCounter[] GaugesOf(LiveTopic topic)
    {
        var title = Gauge(new(LiveKind.Title, topic.MediaId));
        (title.Name, title.Channel) = (topic.Name ?? title.Name, topic.Channel);
        KeyCounter[] gauges =
        [
            Gauge(LiveKey.Everything), title, Gauge(new(LiveKind.Player, topic.Player)), Gauge(new(LiveKind.ContentType, topic.ContentType)), Gauge(new(LiveKind.Channel, topic.Channel)),
        ];
        foreach (var gauge in gauges)
            gauge.Users++;

        return gauges;
    }

    private KeyCounter Gauge(LiveKey key)
    {
        if (!_gauges.TryGetValue(key, out var gauge))
            _gauges.Add(key, gauge = new(key, _changed[LivePartitions.Of(key)]));

        return gauge;
    }
}
