using SessionGrains.Live;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>The session in the live counts of its silo. Downloaded ones are never counted.</summary>
internal sealed partial class SessionGrain
{
    private LiveViewer? _viewer;

    private void EnterCounts(Session session, LiveTopic topic, bool isNew = false, long? fromTick = null)
    {
        if (session.ClosedBy is not null)
        {
            return;
        }

        if (_viewer is null)
        {
            _viewer = silo.Persistence.Live.Admit(topic);
            _viewer.Enter(session.Sight, session.LastEventAtMs, silo.Persistence.NowMs, isNew, fromTick);
        }
        else
        {
            // After a failed write it was loaded anew: as it is now, nothing has happened.
            _viewer.See(session.Sight, session.LastEventAtMs);
        }
    }

    private void ShowCounts(Session session) => _viewer?.See(session.Sight, session.LastEventAtMs);

    private void LeaveCounts(DeactivationReason reason)
    {
        if (_viewer is { } viewer && reason.ReasonCode == DeactivationReasonCode.Migrating)
        {
            Seldom.Handover = new(viewer.Topic, viewer.HandOver());
        }
        else
        {
            _viewer?.Leave();
        }

        _viewer = null;
    }

    /// <summary>What the next silo counts the session by, and from when on.</summary>
    private sealed record LiveHandover(LiveTopic Topic, long FromTick);
}
