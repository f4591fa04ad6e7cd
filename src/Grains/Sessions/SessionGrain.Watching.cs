using SessionGrains.Sessions.Search;
using SessionGrains.Sessions.Watching;

namespace SessionGrains.Sessions;

/// <summary>Search and watching.</summary>
internal sealed partial class SessionGrain
{
    /// <summary>A waiting call keeps the session on its silo, so it is limited.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    /// <summary>Null while nobody watches.</summary>
    private SessionWatch? _watch;

    public async Task<FoundSession?> Find(SessionQuery query)
    {
        if (!await Load() || await silo.Store.ReadStart(GrainContext.GrainId) is not { } start)
        {
            return null;
        }

        var session = Writer.Session;
        DeactivateIfFinished(session);

        return FoundSessionViews.Of(this.GetPrimaryKeyString(), session, start.Request, query);
    }

    public async Task<SessionUpdate?> Watch(WatchCursor? seen, TimeSpan timeout)
    {
        if (!await Load() || await StartBodyForWatch() is not { } startBody)
        {
            return null;
        }

        var watch = _watch ??= new(startBody, silo.Time);
        if (_writer is { Session.IsFinished: false })
        {
            await watch.WaitForChange(seen, timeout < MaxWait ? timeout : MaxWait);
        }

        var session = Writer.Session;
        DeactivateIfFinished(session);

        return new(
            watch.Cursor,
            seen == watch.Cursor ? null : SessionViews.Of(this.GetPrimaryKeyString(), session, startBody, withJournal: true),
            watch.AppliedSince(seen),
            session.Deadlines,
            session.IsFinished,
            silo.NowMs);
    }

    private async ValueTask<byte[]?> StartBodyForWatch() => _watch is { } watch ? watch.StartBody : (await silo.Store.ReadStart(GrainContext.GrainId))?.Request.Body;
}
