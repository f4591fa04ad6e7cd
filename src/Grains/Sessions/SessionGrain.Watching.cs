using SessionGrains.Sessions.Search;
using SessionGrains.Sessions.Watching;

namespace SessionGrains.Sessions;

/// <summary>Being found and being watched.</summary>
internal sealed partial class SessionGrain
{
    /// <summary>A call that waits keeps a session from leaving its silo, so none waits longer.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    /// <summary>Null: nobody watches.</summary>
    private SessionWatch? _watch;

    public async Task<FoundSession?> Find(SessionQuery query)
    {
        if (!await Load() || await silo.Store.ReadStart(GrainContext.GrainId) is not { } start)
        {
            return null;
        }

        var session = Loaded.Session;
        DeactivateIfFinished(session);

        return FoundSessionViews.Of(this.GetPrimaryKeyString(), session, start.Request, query);
    }

    public async Task<SessionUpdate?> Watch(WatchCursor? seen, TimeSpan patience)
    {
        if (!await Load() || await StartBodyForWatch() is not { } startBody)
        {
            return null;
        }

        var watch = _watch ??= new(startBody, silo.Time);
        if (_writer is { Session.IsFinished: false })
        {
            await watch.WaitForChange(seen, patience < MaxWait ? patience : MaxWait);
        }

        var session = Loaded.Session;
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
