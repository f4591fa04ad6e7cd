using SessionGrains.Tracking;

namespace SessionGrains.Sessions.Search;

/// <summary>Summaries of sessions for search.</summary>
internal static class FoundSessionViews
{
    /// <summary>
    /// A summary of the session; null if it does not match <paramref name="query"/>: the index compares hashes, and the session may have closed since. Texts
    /// are cut, because an answer has up to 200 sessions.
    /// </summary>
    public static FoundSession? Of(string sessionId, Session session, StartRequest request, SessionQuery query)
    {
        if (!Matches(query, session, request))
        {
            return null;
        }

        var playback = session.Playback();
        return new()
        {
            SessionId = sessionId,
            ClosedBy = session.ClosedBy,
            OpenedAtMs = session.OpenedAtMs,
            LastEventAtMs = session.LastEventAtMs,
            ClosedAtMs = session.ClosedAtMs,
            MediaId = BoundedText.Cut(request.MediaId),
            MediaName = BoundedText.Cut(request.MediaName),
            Channel = BoundedText.Cut(request.Channel),
            PlayerName = BoundedText.Cut(request.PlayerName),
            VisitorId = BoundedText.Cut(SearchKeys.VisitorIds(request).FirstOrDefault()),
            State = playback.State,
            In = playback.In,
            Findings = session.Findings().Length,
        };
    }

    private static bool Matches(SessionQuery query, Session session, StartRequest request) =>
        (query.MediaId is null || query.MediaId == request.MediaId)
        && (query.VisitorId is null || SearchKeys.VisitorIds(request).Contains(query.VisitorId))
        && query.IsOpen != session.ClosedBy is not null;
}
