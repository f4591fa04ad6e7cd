using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

internal static class SessionViews
{
    public static SessionView Of(string sessionId, Session session, byte[] startBody, bool withJournal = false) => new()
    {
        SessionId = sessionId,
        ClosedBy = session.ClosedBy,
        OpenedAtMs = session.OpenedAtMs,
        LastEventAtMs = session.LastEventAtMs,
        ClosesAtMs = session.ClosesAtMs,
        ClosedAtMs = session.ClosedAtMs,
        StartTs = session.StartTs,
        EndTs = session.EndTs,
        StartBody = startBody,
        Qoe = session.Qoe,
        Playback = session.Playback(),
        Events = session.Counts,
        Metrics = session.Metrics(),
        Findings = session.Findings(),
        Journal = withJournal ? session.Journal() : null,
    };
}
