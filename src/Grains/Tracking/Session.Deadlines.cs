namespace SessionGrains.Tracking;

/// <summary>The timeouts of a session (docs/protocol.md#4-from-events-to-a-session).</summary>
public sealed partial class Session
{
    /// <summary>When the session closes if nothing more arrives; null once closed. Server clock, ms since 1970-01-01 UTC.</summary>
    public long? ClosesAtMs => _progress.ClosedBy is null ? EarliestDeadline().AtMs : null;

    /// <summary>When each timeout closes the session; null once closed.</summary>
    public SessionDeadlines? Deadlines => _progress.ClosedBy is null ? AllDeadlines() : null;

    /// <summary>When the session next changes without an event: a timeout, the end of the 5 s after sessionEnd, or the end of the retention.</summary>
    public long NextDeadlineMs => _progress switch
    {
        { ClosedBy: null } => EarliestDeadline().AtMs,
        { Finished: false } => _progress.ClosedAtMs + ArrivalWindow.MaxAgeMs,
        _ => ExpiresAtMs,
    };

    /// <summary>When a closed session may be removed; of an open one, the earliest possible time.</summary>
    public long ExpiresAtMs => (ClosedAtMs ?? EarliestDeadline().AtMs) + _rules.RetentionMs;

    /// <summary>Closes the session if a timeout has passed, as of its deadline, and finishes it when the 5 s after sessionEnd are over.</summary>
    /// <returns>True if the session changed.</returns>
    public bool HandleDeadline(long nowMs)
    {
        if (_progress.Finished || nowMs < NextDeadlineMs)
        {
            return false;
        }

        if (_progress.ClosedBy is { } closedBy)
        {
            Close(closedBy, _progress.ClosedAtMs);
        }
        else
        {
            var (at, reason) = EarliestDeadline();
            Close(reason, at);
        }

        return true;
    }

    private (long AtMs, ClosedBy Reason) EarliestDeadline()
    {
        var (idle, noProgress, maxAge) = AllDeadlines();
        return maxAge <= idle && maxAge <= noProgress ? (maxAge, Messages.ClosedBy.MaxAge)
            : noProgress < idle ? (noProgress, Messages.ClosedBy.NoProgress)
            : (idle, Messages.ClosedBy.Idle);
    }

    private SessionDeadlines AllDeadlines() => new(
        Deadline(_progress.LastEventAtMs, _rules.IdleTimeoutMs), Deadline(_progress.LastMovementAtMs, _rules.NoProgressTimeoutMs), Deadline(OpenedAtMs, _rules.MaxAgeMs));

    private long Deadline(long sinceMs, long timeoutMs) => sinceMs + timeoutMs + (_rules.Outages?.TotalMsSince(sinceMs) ?? 0);

    private void Close(ClosedBy reason, long atMs)
    {
        _progress.Settled = Current;
        _progress.Window.Clear();
        _current = null;
        _progress.Settled.CloseAtLastEvent(Facts);
        _progress.ClosedBy = reason;
        _progress.ClosedAtMs = atMs;
        _progress.Finished = true;
        OnChange(isEvent: true, isTransition: true);
    }
}
