using System.Collections.Concurrent;
using System.Diagnostics;
using SessionGrains.Rooms;

namespace SessionGrains.Live;

/// <summary>
/// The live counts of this silo, in memory. Sessions add and remove themselves and change their counts; the publisher takes the changes twice a second. A ping
/// costs one field write and one counter.
/// </summary>
internal sealed class SiloCounters(SilenceWheel silence, OpenSessions open, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<LiveTopic, TopicCounters> _topics = [];
    private readonly Dictionary<LiveKey, KeyCounter> _keys = [];
    private readonly Dictionary<string, ConcurrentQueue<KeyCounter>> _changed = LivePartitions.All.ToDictionary(static name => name, static _ => new ConcurrentQueue<KeyCounter>());
    private long _events;
    private long _writes;
    private long _writeTicks;

    public SilenceWheel Silence => silence;

    /// <summary>When this silo began to count, ms since 1970-01-01 UTC.</summary>
    public long CountsSinceMs { get; } = time.GetUtcNow().ToUnixTimeMilliseconds();

    public int Sessions => open.Count;

    /// <summary>The counts of all sessions of this silo.</summary>
    public LiveFigures Everything
    {
        get
        {
            lock (_lock)
            {
                return KeyOf(LiveKey.Everything).Row(isLast: false, out _).Figures;
            }
        }
    }

    /// <summary>Number of keys that this silo counts.</summary>
    public int Keys
    {
        get
        {
            lock (_lock)
            {
                return _keys.Count;
            }
        }
    }

    /// <summary>Events applied, writes ended and their total time, since the start.</summary>
    public (long Events, long Writes, TimeSpan WriteTime) Work =>
        (Interlocked.Read(ref _events), Interlocked.Read(ref _writes), Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _writeTicks)));

    public void RecordEvent() => Interlocked.Increment(ref _events);

    /// <summary>Counts a finished write of a session.</summary>
    /// <param name="beganAt">Start of the write, from <see cref="Stopwatch.GetTimestamp"/>.</param>
    public void RecordWrite(long beganAt)
    {
        Interlocked.Increment(ref _writes);
        Interlocked.Add(ref _writeTicks, Stopwatch.GetTimestamp() - beganAt);
    }

    public long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Adds a session of this silo. It must <see cref="LiveViewer.Leave"/> when it leaves the silo.</summary>
    public LiveViewer Add(LiveTopic topic)
    {
        lock (_lock)
        {
            if (!_topics.TryGetValue(topic, out var counters))
                _topics.Add(topic, counters = new(this, topic, KeysOf(topic)));

            counters.Users++;
            return new(counters);
        }
    }

    public void Release(TopicCounters counters)
    {
        lock (_lock)
        {
            if (--counters.Users > 0)
                return;

            _topics.Remove(counters.Topic);
            foreach (var key in counters.Keys)
            {
                if (--key.Users == 0)
                    key.Enqueue();
            }
        }
    }

    /// <summary>All keys as of now.</summary>
    public KeyCounter[] KeyCounters()
    {
        lock (_lock)
        {
            return [.. _keys.Values];
        }
    }

    /// <summary>Takes the keys of a partition that have changed since the last call, or that no session uses any more.</summary>
    public IEnumerable<KeyCounter> TakeChanged(string partition)
    {
        var changed = _changed[partition];
        for (var left = changed.Count; left > 0 && changed.TryDequeue(out var key); left--)
        {
            key.MarkTaken();
            yield return key;
        }
    }

    /// <summary>Removes a key that no session uses and whose counts the partition has confirmed. True if it was removed.</summary>
    public bool Forget(KeyCounter key)
    {
        lock (_lock)
        {
            return key.Users == 0 && key.Version == key.ConfirmedVersion && key.Key.Kind != LiveKind.Everything && _keys.Remove(key.Key);
        }
    }

    private KeyCounter[] KeysOf(LiveTopic topic)
    {
        var title = KeyOf(new(LiveKind.Title, topic.MediaId));
        (title.Name, title.Channel) = (topic.Name ?? title.Name, topic.Channel);
        KeyCounter[] keys =
        [
            KeyOf(LiveKey.Everything), title, KeyOf(new(LiveKind.Player, topic.Player)), KeyOf(new(LiveKind.ContentType, topic.ContentType)), KeyOf(new(LiveKind.Channel, topic.Channel)),
        ];
        foreach (var key in keys)
            key.Users++;

        return keys;
    }

    private KeyCounter KeyOf(LiveKey key)
    {
        if (!_keys.TryGetValue(key, out var counter))
            _keys.Add(key, counter = new(key, _changed[LivePartitions.Of(key)]));

        return counter;
    }
}
