namespace SessionGrains.Sessions.Search;

/// <summary>The sessions in the memory of this silo by id and search keys, and the last ones that left it. Thread-safe.</summary>
internal sealed class SessionIndex
{
    /// <summary>Number of sessions kept after they left the memory of the silo.</summary>
    public const int MaxLeft = 10_000;

    /// <summary>Many shards, so that a growing table blocks few others, and briefly.</summary>
    private const int Shards = 64;

    private readonly Shard[] _shards = [.. Enumerable.Range(0, Shards).Select(static _ => new Shard())];
    private readonly Queue<IndexedSession> _left = new();

    /// <summary>Adds a session, replacing an entry with the same key.</summary>
    public IndexedSession Enter(IdSpan session, long openedAtMs, SearchKeys keys, ILocalSession? grain = null)
    {
        var entry = new IndexedSession(session, openedAtMs, keys, grain);
        ShardOf(session).Add(session, entry);
        return entry;
    }

    /// <summary>The activation of a session on this silo; null if there is none.</summary>
    public ILocalSession? Find(IdSpan session) => ShardOf(session).Find(session)?.Grain;

    /// <summary>Moves a session to those that left.</summary>
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

    /// <summary>Removes a session without keeping it.</summary>
    public void Remove(IndexedSession entry) => ShardOf(entry.Session).Remove(entry);

    /// <summary>Removes sessions from those that left.</summary>
    public void Forget(IReadOnlySet<string> sessionIds)
    {
        lock (_left)
        {
            for (var rest = _left.Count; rest > 0; rest--)
            {
                var entry = _left.Dequeue();
                if (!sessionIds.Contains(entry.Session.ToString()!))
                {
                    _left.Enqueue(entry);
                }
            }
        }
    }

    /// <summary>The matching sessions, newest first: one more than the limit if there are more.</summary>
    public IndexHit[] Match(SessionQuery query)
    {
        var matches = new NewestMatches(query);
        foreach (var shard in _shards)
        {
            shard.Offer(matches);
        }

        lock (_left)
        {
            foreach (var entry in _left)
            {
                matches.Offer(entry);
            }
        }

        return matches.Newest();
    }

    private Shard ShardOf(IdSpan session) => _shards[(uint)session.GetHashCode() % Shards];

    /// <summary>A table with its own lock, so that a search blocks few others, and briefly.</summary>
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

        public void Offer(NewestMatches matches)
        {
            lock (_lock)
            {
                foreach (var entry in _sessions.Values)
                {
                    matches.Offer(entry);
                }
            }
        }
    }

    /// <summary>Collects the newest sessions that match.</summary>
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

/// <summary>A match in an index.</summary>
[GenerateSerializer, Immutable, Alias("sg.index-hit")]
internal readonly record struct IndexHit([property: Id(0)] string SessionId, [property: Id(1)] long OpenedAtMs);
