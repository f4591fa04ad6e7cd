using SessionGrains.Messages;
using SessionGrains.Sessions.Search;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>Being found by what a person knows.</summary>
internal sealed partial class SessionGrain
{
    private IndexedSession? _indexed;

    public async Task<FoundSession?> Find(SessionQuery query)
    {
        using var turn = InTurn();
        if (!await Load() || await silo.Persistence.ReadStart(GrainContext.GrainId) is not { } start)
        {
            return null;
        }

        var session = Loaded;
        if (session.IsFinished)
        {
            DeactivateOnIdle();
        }

        return Matches(query, session, start.Request) ? Describe(session, start.Request) : null;
    }

    /// <summary>The index knows hashes, and what was open a moment ago may be closed.</summary>
    private static bool Matches(SessionQuery query, Session session, StartRequest request) =>
        (query.MediaId is null || query.MediaId == request.MediaId)
        && (query.VisitorId is null || SearchKeys.VisitorIds(request).Contains(query.VisitorId))
        && query.IsOpen != session.ClosedBy is not null;

    /// <summary>Texts are cut: an answer has two hundred sessions, and a sessionStart is kept as it came.</summary>
    private FoundSession Describe(Session session, StartRequest request)
    {
        var playback = session.Playback();
        return new()
        {
            SessionId = this.GetPrimaryKeyString(),
            ClosedBy = session.ClosedBy,
            OpenedAtMs = session.OpenedAtMs,
            LastEventAtMs = session.LastEventAtMs,
            ClosedAtMs = session.ClosedAtMs,
            MediaId = Told(request.MediaId),
            MediaName = request.MediaName is { } name ? Told(name) : null,
            Channel = Told(request.Channel),
            PlayerName = Told(request.PlayerName),
            VisitorId = SearchKeys.VisitorIds(request).FirstOrDefault() is { } visitor ? Told(visitor) : null,
            State = playback.State,
            In = playback.In,
            Findings = session.Findings().Length,
        };
    }

    private static string Told(string text) => KeptText.Cut(text, KeptText.MostCharacters);

    /// <summary>Lets the session be found from now on. One that came out of the store finished is not put in again by being read.</summary>
    private void EnterIndex(Session session, SearchKeys keys) =>
        _indexed ??= silo.Persistence.Index.Enter(GrainContext.GrainId.Key, session.OpenedAtMs, keys);

    private void LeaveIndex(DeactivationReason reason)
    {
        if (_indexed is { } indexed)
        {
            silo.Persistence.Index.Leave(indexed, remember: reason.ReasonCode != DeactivationReasonCode.Migrating);
        }
    }
}
