namespace SessionGrains.Timeouts;

/// <summary>
/// The entry of an activation in its silo's wheel. A later deadline is a field write, so a ping costs the wheel nothing; only an earlier deadline moves the
/// entry.
/// </summary>
internal sealed class DeadlineEntry(IdSpan session, long dueAtMs)
{
    private readonly byte[] _session = IdSpan.UnsafeGetArray(session)!;
    private long _dueAtMs = dueAtMs;
    private volatile bool _isAbandoned;

    /// <summary>The key of the session. Stored as the byte array that Orleans holds too, without the hash.</summary>
    public IdSpan Session => new(_session);

    /// <summary>When it is due, ms since 1970-01-01 UTC. Set by the turns of the activation, read by the wheel: see <see cref="DeadlineWheel.Move"/>.</summary>
    public long DueAtMs
    {
        get => Volatile.Read(ref _dueAtMs);
        set => Volatile.Write(ref _dueAtMs, value);
    }

    /// <summary>The slot in which the wheel will check the entry; set by the wheel. An entry found in another slot has been moved.</summary>
    public uint Slot { get; set; }

    /// <summary>
    /// True if its activation is gone. The entry comes up once more, and if the session still exists, the call makes a new activation with its own entry.
    /// </summary>
    public bool IsAbandoned => _isAbandoned;

    public void Abandon() => _isAbandoned = true;
}
