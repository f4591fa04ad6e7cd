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
        if (!await Load() || await StartForWatch() is not { } start)
        {
            return null;
        }

        var watch = _watch ??= new(start, silo.Time);
        if (_writer is { Session.IsFinished: false })
        {
            await watch.WaitForChange(seen, timeout < MaxWait ? timeout : MaxWait);
        }

        var session = Writer.Session;
        DeactivateIfFinished(session);
        while (!session.HasAllDescriptions(watch.Descriptions))
        {
            watch.Descriptions = await silo.Store.ReadDescriptions(GrainContext.GrainId, session);
        }

        return new(
            watch.Cursor,
            seen == watch.Cursor ? null : SessionViews.Of(this.GetPrimaryKeyString(), session, start, watch.Descriptions, withJournal: true),
            watch.AppliedSince(seen),
            session.Deadlines,
            session.IsFinished,
            silo.NowMs);
    }

    private async ValueTask<StartRecord?> StartForWatch() => _watch is { } watch ? watch.Start : await silo.Store.ReadStart(GrainContext.GrainId);
}
