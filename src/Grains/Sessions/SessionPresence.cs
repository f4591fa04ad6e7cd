using SessionGrains.Live;
using SessionGrains.Sessions.Search;
using SessionGrains.Timeouts;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>What a silo has of a session while that is in its memory: a deadline in its wheel, a place in its index and in its number of sessions, a viewer in its counts.</summary>
internal sealed class SessionPresence(SessionDependencies silo)
{
    private DeadlineEntry? _deadline;
    private IndexedSession? _indexed;
    private LiveViewer? _viewer;
    private bool _isCounted;

    /// <summary>The session is in memory, as new or as it is stored.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="session">The session.</param>
    /// <param name="keys">By what it is found from now on; null: it is not.</param>
    /// <param name="grain">Its activation.</param>
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

    /// <summary>The session is among the live ones from now on, unless it is closed.</summary>
    public void EnterCounts(Session session, LiveTopic topic, bool isNew = false)
    {
        if (_viewer is not null)
        {
            // After a failed write it was loaded anew: as it is now, nothing has happened.
            See(session);
        }
        else if (session.ClosedBy is null)
        {
            _viewer = silo.Live.Admit(topic);
            _viewer.Enter(session.LiveState, session.LastEventAtMs, silo.NowMs, isNew);
        }
    }

    /// <summary>Time has changed something, perhaps.</summary>
    public void See(Session session) => _viewer?.See(session.LiveState, session.LastEventAtMs);

    /// <summary>An event has arrived.</summary>
    public void RecordEvent(in LiveState sight, long lastEventAtMs)
    {
        silo.Live.RecordEvent();
        _viewer?.See(sight, lastEventAtMs);
    }

    /// <summary>Somebody must look at the session then, ms since 1970-01-01 UTC.</summary>
    public void WakeAt(long atMs)
    {
        if (_deadline is { } deadline)
        {
            silo.Wheel.Move(deadline, atMs);
        }
    }

    /// <summary>The session is closed, and that is stored.</summary>
    public void Close() => _indexed?.Close();

    /// <summary>The session is about to leave the memory of the silo. It still counts.</summary>
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

    /// <summary>The session has left, and counts no more.</summary>
    public void LeaveCounts() => _viewer?.Leave();
}
