namespace SessionGrains.Timeouts;

/// <summary>
/// The one entry of an activation in its silo's wheel. A later deadline is a field write, so a ping costs the wheel nothing; only an earlier
/// one makes the wheel move.
/// </summary>
internal sealed class DeadlineEntry(IdSpan session, long dueAtMs)
{
    private readonly byte[] _session = IdSpan.UnsafeGetArray(session)!;
    private long _dueAtMs = dueAtMs;
    private volatile bool _isAbandoned;

    /// <summary>The key of the session. Kept are its bytes, which Orleans has too, not its hash.</summary>
    public IdSpan Session => new(_session);

    /// <summary>Set by the turns of its activation, read by the wheel: see <see cref="DeadlineWheel.Move"/>.</summary>
    public long DueAtMs
    {
        get => Volatile.Read(ref _dueAtMs);
        set => Volatile.Write(ref _dueAtMs, value);
    }

    /// <summary>The slot in which the wheel will look at the entry; kept by the wheel. Found in another one, it has been moved.</summary>
    public uint Slot { get; set; }

    /// <summary>True when its activation has gone: it comes up once more, and if the session is still there, that makes a new activation with an entry of its own.</summary>
    public bool IsAbandoned => _isAbandoned;

    public void Abandon() => _isAbandoned = true;
}
