namespace SessionGrains.Timeouts;

/// <summary>
/// The one entry of an activation in its silo's wheel. A later deadline is a field write, so a ping costs the wheel nothing; only an earlier
/// one makes the wheel move.
/// </summary>
internal sealed class DeadlineEntry(DeadlineWheel wheel, IdSpan session, long dueAtMs)
{
    private readonly byte[] _session = IdSpan.UnsafeGetArray(session)!;
    private long _dueAtMs = dueAtMs;

    /// <summary>Null when abandoned.</summary>
    private volatile DeadlineWheel? _wheel = wheel;

    /// <summary>The key of the session. Kept are its bytes, which Orleans has too, not its hash.</summary>
    public IdSpan Session => new(_session);

    public long DueAtMs => Volatile.Read(ref _dueAtMs);

    /// <summary>The slot in which the wheel will look at the entry; kept by the wheel. Found in another one, it has been moved.</summary>
    public long Slot { get; set; }

    /// <summary>True when its activation has gone: it comes up once more, and if the session is still there, that makes a new activation with an entry of its own.</summary>
    public bool IsAbandoned => _wheel is null;

    public void MoveTo(long dueAtMs)
    {
        var before = _dueAtMs;
        Volatile.Write(ref _dueAtMs, dueAtMs);
        if (dueAtMs < before)
        {
            _wheel?.Advance(this);
        }
    }

    public void Abandon() => _wheel = null;
}
