namespace SessionGrains.Sessions.Search;

/// <summary>The entry of a session in the index of its silo.</summary>
internal sealed class IndexedSession(IdSpan session, long openedAtMs, SearchKeys keys, ILocalSession? grain = null)
{
    private readonly byte[] _session = IdSpan.UnsafeGetArray(session)!;

    /// <summary>When it was opened; of a closed session the bitwise complement.</summary>
    private long _openedAtMs = openedAtMs;

    /// <summary>The key of the session. Stored as the byte array that Orleans holds too, without the hash.</summary>
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

    /// <summary>Its activation on this silo; null once that is gone.</summary>
    public ILocalSession? Grain { get; private set; } = grain;

    public void Close() => Volatile.Write(ref _openedAtMs, ~OpenedAtMs);

    /// <summary>Called when its activation is gone.</summary>
    public void Forget() => Grain = null;
}
