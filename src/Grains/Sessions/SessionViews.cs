using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

internal static class SessionViews
{
    public static SessionView Of(string sessionId, Session session, StartRecord start, Descriptions descriptions, bool withJournal = false) => new()
    {
        SessionId = sessionId,
        ClosedBy = session.ClosedBy,
        OpenedAtMs = session.OpenedAtMs,
        LastEventAtMs = session.LastEventAtMs,
        ClosesAtMs = session.ClosesAtMs,
        ClosedAtMs = session.ClosedAtMs,
        StartTs = session.StartTs,
        EndTs = session.EndTs,
        StartBody = start.Request.Body,
        Qoe = session.Qoe,
        Playback = session.Playback(descriptions),
        Events = session.Counts,
        Metrics = session.Metrics(descriptions),
        Findings = session.Findings(),
        Journal = withJournal ? session.Journal(descriptions) : null,
        Downloaded = start.IsDownloaded,
        Watched = withJournal ? session.Watched() : null,
        LengthSeconds = start.Request.LengthSeconds,
        Api = start.Request.Api,
    };
}
