namespace SessionGrains.Sessions.Search;

/// <summary>The sessions that this silo has in memory, and the last ones that it let go of, by what a person knows of them. Plain memory.</summary>
internal sealed class SessionIndex
{
    /// <summary>Sessions that are remembered after they left the memory of the silo.</summary>
    public const int MostLeft = 10_000;

    private readonly Strand[] _strands = [.. Enumerable.Range(0, 64).Select(_ => new Strand())];
    private readonly Queue<IndexedSession> _left = new();

    public IndexedSession Enter(IdSpan session, long openedAtMs, SearchKeys keys)
    {
        var entry = new IndexedSession(session, openedAtMs, keys);
        StrandOf(entry).Add(entry);
        return entry;
    }

    /// <summary>Takes a session out of those in memory; it is remembered a while.</summary>
    public void Leave(IndexedSession entry)
    {
        StrandOf(entry).Remove(entry);
        lock (_left)
        {
            _left.Enqueue(entry);
            if (_left.Count > MostLeft)
            {
                _left.Dequeue();
            }
        }
    }

    /// <summary>The sessions that match, the one opened last first: one more than the limit where there are more.</summary>
    public IndexHit[] Match(SessionQuery query)
    {
        var wanted = new Wanted(query);
        foreach (var strand in _strands)
        {
            strand.Offer(wanted);
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

    private Strand StrandOf(IndexedSession entry) => _strands[(uint)entry.Session.GetHashCode() % (uint)_strands.Length];

    /// <summary>A list of its own lock, so that a search holds up few who come or go, and those briefly.</summary>
    private sealed class Strand
    {
        private readonly Lock _lock = new();
        private IndexedSession? _first;

        public void Add(IndexedSession entry)
        {
            lock (_lock)
            {
                entry.Next = _first;
                _first?.Previous = entry;
                _first = entry;
            }
        }

        public void Remove(IndexedSession entry)
        {
            lock (_lock)
            {
                if (entry.Previous is { } previous)
                {
                    previous.Next = entry.Next;
                }
                else
                {
                    _first = entry.Next;
                }

                entry.Next?.Previous = entry.Previous;
                entry.Previous = entry.Next = null;
            }
        }

        public void Offer(Wanted wanted)
        {
            lock (_lock)
            {
                for (var entry = _first; entry is not null; entry = entry.Next)
                {
                    wanted.Offer(entry);
                }
            }
        }
    }

    /// <summary>Keeps the newest that match.</summary>
    private sealed class Wanted(SessionQuery query)
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
