namespace SessionGrains.Sessions.Search;

/// <summary>A session in its silo's index: a link in a list, so that a million of them make no table that has to grow.</summary>
internal sealed class IndexedSession(IdSpan session, long openedAtMs, SearchKeys keys)
{
    private readonly byte[] _session = IdSpan.UnsafeGetArray(session)!;
    private volatile bool _isClosed;

    /// <summary>The key of the session. Kept are its bytes, which Orleans has too, not its hash.</summary>
    public IdSpan Session => new(_session);

    public long OpenedAtMs { get; } = openedAtMs;

    public SearchKeys Keys { get; } = keys;

    public bool IsClosed => _isClosed;

    /// <summary>Neighbours in the list; kept by the index.</summary>
    public IndexedSession? Previous { get; set; }

    public IndexedSession? Next { get; set; }

    public void Close() => _isClosed = true;
}
