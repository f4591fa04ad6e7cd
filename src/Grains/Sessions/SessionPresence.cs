using SessionGrains.Live;
using SessionGrains.Sessions.Search;
using SessionGrains.Timeouts;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>
/// Where a silo registers a session that is in its memory: a deadline in the wheel, an entry in the search index, a place in the number of sessions, a viewer
/// in the live counts.
/// </summary>
internal sealed class SessionPresence(SessionDependencies silo)
{
    private DeadlineEntry? _deadline;
    private IndexedSession? _indexed;
    private LiveViewer? _viewer;
    private bool _isCounted;

    /// <summary>Registers a session, new or loaded.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="session">The session.</param>
    /// <param name="keys">The keys for search; null to leave it out of the index.</param>
    /// <param name="grain">The activation.</param>
    public void Enter(IdSpan key, Session session, SearchKeys? keys, ILocalSession grain)
    {
        if (!(session.IsFinished && silo.Traits.RemovesExpired))
        {
            silo.Wheel.Move(_deadline ??= silo.Wheel.Add(key, session.NextDeadlineMs), session.NextDeadlineMs);
        }

        if (keys is { } found)
        {
            _indexed ??= silo.Index.Enter(key, session.OpenedAtMs, found, grain);
        }

        if (!_isCounted)
        {
            _isCounted = true;
            silo.Open.Enter();
        }
    }

    /// <summary>Counts the session in the live counts, unless it is closed.</summary>
    public void EnterCounts(Session session, LiveTopic topic, bool isNew = false)
    {
        if (_viewer is not null)
        {
            // Loaded again after a failed write: nothing has happened since.
            Update(session);
        }
        else if (session.ClosedBy is null)
        {
            _viewer = silo.Live.Add(topic);
            _viewer.Enter(session.LiveState, session.LastEventAtMs, silo.NowMs, isNew);
        }
    }

    /// <summary>Updates the live counts; time may have changed the session.</summary>
    public void Update(Session session) => _viewer?.Update(session.LiveState, session.LastEventAtMs);

    /// <summary>Counts an event and updates the live counts.</summary>
    public void RecordEvent(in LiveState liveState, long lastEventAtMs)
    {
        silo.Live.RecordEvent();
        _viewer?.Update(liveState, lastEventAtMs);
    }

    /// <summary>Wakes the session at <paramref name="atMs"/>, ms since 1970-01-01 UTC.</summary>
    public void WakeAt(long atMs)
    {
        if (_deadline is { } deadline)
        {
            silo.Wheel.Move(deadline, atMs);
        }
    }

    /// <summary>Called when the session is closed and stored.</summary>
    public void Close() => _indexed?.Close();

    /// <summary>Called when the session was erased: the index keeps nothing of it.</summary>
    public void Forget()
    {
        if (_indexed is { } indexed)
        {
            silo.Index.Remove(indexed);
            _indexed = null;
        }
    }

    /// <summary>Called before the session leaves the memory of the silo. It still counts in the live counts.</summary>
    public void Leave()
    {
        _deadline?.Abandon();
        if (_indexed is { } indexed)
        {
            silo.Index.Leave(indexed);
        }

        if (_isCounted)
        {
            silo.Open.Leave();
        }
    }

    /// <summary>Called when the session has left the memory of the silo.</summary>
    public void LeaveCounts() => _viewer?.Leave();
}
