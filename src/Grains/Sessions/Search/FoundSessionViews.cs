using SessionGrains.Messages;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions.Search;

/// <summary>A session as a search shows it.</summary>
internal static class FoundSessionViews
{
    /// <summary>
    /// The session in a few words; null if it is not one that <paramref name="query"/> looks for: the index knows hashes, and what was open a moment ago may be closed.
    /// Texts are cut, because an answer has two hundred sessions and a sessionStart is kept as it came.
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
            MediaId = Cut(request.MediaId),
            MediaName = request.MediaName is { } name ? Cut(name) : null,
            Channel = Cut(request.Channel),
            PlayerName = Cut(request.PlayerName),
            VisitorId = SearchKeys.VisitorIds(request).FirstOrDefault() is { } visitor ? Cut(visitor) : null,
            State = playback.State,
            In = playback.In,
            Findings = session.Findings().Length,
        };
    }

    private static bool Matches(SessionQuery query, Session session, StartRequest request) =>
        (query.MediaId is null || query.MediaId == request.MediaId)
        && (query.VisitorId is null || SearchKeys.VisitorIds(request).Contains(query.VisitorId))
        && query.IsOpen != session.ClosedBy is not null;

    private static string Cut(string text) => BoundedText.Cut(text, BoundedText.MaxCharacters);
}
