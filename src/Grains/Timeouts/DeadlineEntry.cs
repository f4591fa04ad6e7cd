namespace SessionGrains.Timeouts;

/// <summary>
/// The one entry of an activation in its silo's wheel. A later deadline is a field write, so a ping costs the wheel nothing; only an earlier
/// one makes the wheel move.
/// </summary>
internal sealed class DeadlineEntry(DeadlineWheel wheel, GrainId session, long dueAtMs)
{
    private long _dueAtMs = dueAtMs;
    private volatile bool _isAbandoned;

    public GrainId Session { get; } = session;

    public long DueAtMs => Volatile.Read(ref _dueAtMs);

    /// <summary>The slot in which the wheel will look at the entry; kept by the wheel. Found in another one, it has been moved.</summary>
    public long Slot { get; set; }

    /// <summary>True when its activation has gone: it comes up once more, and if the session is still there, that makes a new activation with an entry of its own.</summary>
    public bool IsAbandoned => _isAbandoned;

    public void MoveTo(long dueAtMs)
    {
        var before = _dueAtMs;
        Volatile.Write(ref _dueAtMs, dueAtMs);
        if (dueAtMs < before)
        {
            wheel.Advance(this);
        }
    }

    public void Abandon() => _isAbandoned = true;
}
