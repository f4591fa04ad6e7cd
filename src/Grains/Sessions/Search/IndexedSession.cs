namespace SessionGrains.Sessions.Search;

/// <summary>A session in its silo's index: a link in a list, so that a million of them make no table that has to grow.</summary>
internal sealed class IndexedSession(IdSpan session, long openedAtMs, SearchKeys keys)
{
    private readonly byte[] _session = IdSpan.UnsafeGetArray(session)!;

    /// <summary>When it was opened; of a closed one the complement of that.</summary>
    private long _openedAtMs = openedAtMs;

    /// <summary>The key of the session. Kept are its bytes, which Orleans has too, not its hash.</summary>
    public IdSpan Session => new(_session);

    public long OpenedAtMs
    {
        get
        {
            var opened = Volatile.Read(ref _openedAtMs);
            return opened >= 0 ? opened : ~opened;
        }
    }

    public SearchKeys Keys { get; } = keys;

    public bool IsClosed => Volatile.Read(ref _openedAtMs) < 0;

    /// <summary>Neighbours in the list; kept by the index.</summary>
    public IndexedSession? Previous { get; set; }

    public IndexedSession? Next { get; set; }

    public void Close() => Volatile.Write(ref _openedAtMs, ~OpenedAtMs);
}
