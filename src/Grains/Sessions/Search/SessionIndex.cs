namespace SessionGrains.Sessions.Search;

/// <summary>
/// The sessions that this silo has in memory, by their keys and by what a person knows of them, and the last ones that it let go of. Plain memory. Thread-safe.
/// </summary>
internal sealed class SessionIndex
{
    /// <summary>Sessions that are remembered after they left the memory of the silo.</summary>
    public const int MaxLeft = 10_000;

    /// <summary>So many that a table which grows stops nobody for long.</summary>
    private const int Shards = 64;

    private readonly Shard[] _shards = [.. Enumerable.Range(0, Shards).Select(static _ => new Shard())];
    private readonly Queue<IndexedSession> _left = new();

    /// <summary>A session that this silo has from now on, in the place of one of the same key.</summary>
    public IndexedSession Enter(IdSpan session, long openedAtMs, SearchKeys keys, ILocalSession? grain = null)
    {
        var entry = new IndexedSession(session, openedAtMs, keys, grain);
        ShardOf(session).Add(session, entry);
        return entry;
    }

    /// <summary>The activation of a session on this silo; null: there is none.</summary>
    public ILocalSession? Find(IdSpan session) => ShardOf(session).Find(session)?.Grain;

    /// <summary>Takes a session out of those in memory; it is remembered a while.</summary>
    public void Leave(IndexedSession entry)
    {
        ShardOf(entry.Session).Remove(entry);
        entry.Forget();
        lock (_left)
        {
            _left.Enqueue(entry);
            if (_left.Count > MaxLeft)
            {
                _left.Dequeue();
            }
        }
    }

    /// <summary>The sessions that match, the one opened last first: one more than the limit where there are more.</summary>
    public IndexHit[] Match(SessionQuery query)
    {
        var wanted = new NewestMatches(query);
        foreach (var shard in _shards)
        {
            shard.Offer(wanted);
        }

        lock (_left)
        {
            foreach (var entry in _left)
            {
                wanted.Offer(entry);
            }
        }

        return wanted.Newest();
    }

    private Shard ShardOf(IdSpan session) => _shards[(uint)session.GetHashCode() % Shards];

    /// <summary>A table with a lock of its own, so that a search holds up few who come or go, and those briefly.</summary>
    private sealed class Shard
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<IdSpan, IndexedSession> _sessions = [];

        public void Add(IdSpan session, IndexedSession entry)
        {
            lock (_lock)
            {
                _sessions[session] = entry;
            }
        }

        public IndexedSession? Find(IdSpan session)
        {
            lock (_lock)
            {
                return _sessions.GetValueOrDefault(session);
            }
        }

        public void Remove(IndexedSession entry)
        {
            lock (_lock)
            {
                if (_sessions.TryGetValue(entry.Session, out var here) && ReferenceEquals(here, entry))
                {
                    _sessions.Remove(entry.Session);
                }
            }
        }

        public void Offer(NewestMatches wanted)
        {
            lock (_lock)
            {
                foreach (var entry in _sessions.Values)
                {
                    wanted.Offer(entry);
                }
            }
        }
    }

    /// <summary>Keeps the newest that match.</summary>
    private sealed class NewestMatches(SessionQuery query)
    {
        private readonly ulong? _media = query.MediaId is { } media ? SearchKeys.Hash(media) : null;
        private readonly ulong? _visitor = query.VisitorId is { } visitor ? SearchKeys.Hash(visitor) : null;
        private readonly PriorityQueue<IndexedSession, long> _newest = new();

        public void Offer(IndexedSession entry)
        {
            if ((_media is { } media && entry.Keys.Media != media)
                || (_visitor is { } visitor && !entry.Keys.HasVisitor(visitor))
                || entry.OpenedAtMs < query.SinceMs
                || entry.IsClosed == query.IsOpen)
            {
                return;
            }

            _newest.Enqueue(entry, entry.OpenedAtMs);
            if (_newest.Count > query.Limit + 1)
            {
                _newest.Dequeue();
            }
        }

        public IndexHit[] Newest() =>
            [.. _newest.UnorderedItems.OrderByDescending(static item => item.Priority).Select(static item => new IndexHit(item.Element.Session.ToString(), item.Priority))];
    }
}

/// <summary>A session that an index found.</summary>
[GenerateSerializer, Immutable, Alias("sg.index-hit")]
internal readonly record struct IndexHit([property: Id(0)] string SessionId, [property: Id(1)] long OpenedAtMs);
