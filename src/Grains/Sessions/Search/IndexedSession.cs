namespace SessionGrains.Sessions.Search;

/// <summary>A session in its silo's index.</summary>
internal sealed class IndexedSession(IdSpan session, long openedAtMs, SearchKeys keys, ILocalSession? grain = null)
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

    /// <summary>Its activation on this silo; null: there is none any more.</summary>
    public ILocalSession? Grain { get; private set; } = grain;

    public void Close() => Volatile.Write(ref _openedAtMs, ~OpenedAtMs);

    /// <summary>Its activation has gone.</summary>
    public void Forget() => Grain = null;
}
