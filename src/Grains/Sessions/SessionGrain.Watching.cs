using SessionGrains.Sessions.Watching;

namespace SessionGrains.Sessions;

/// <summary>Being watched.</summary>
internal sealed partial class SessionGrain
{
    /// <summary>A call that waits keeps a session from leaving its silo, so none waits longer.</summary>
    private static readonly TimeSpan LongestWatch = TimeSpan.FromSeconds(1);

    public async Task<SessionNews?> Watch(WatchCursor? seen, TimeSpan patience)
    {
        using var turn = InTurn();
        if (!await Load() || await WatchedStart() is not { } startBody)
        {
            return null;
        }

        var watch = Seldom.Watch ??= new(startBody, silo.Persistence.Time);
        if (_session is { IsFinished: false })
        {
            await watch.WaitBeyond(seen, patience < LongestWatch ? patience : LongestWatch);
        }

        var session = Loaded;
        if (session.IsFinished)
        {
            DeactivateOnIdle();
        }

        var isNew = seen != watch.Cursor;
        return new(
            watch.Cursor,
            isNew ? SessionViews.Of(this.GetPrimaryKeyString(), session, startBody, withJournal: true) : null,
            watch.AppliedSince(seen),
            session.Deadlines,
            session.IsFinished,
            silo.Persistence.NowMs);
    }

    private async ValueTask<byte[]?> WatchedStart() =>
        _seldom?.Watch is { } watch ? watch.StartBody : (await silo.Persistence.ReadStart(GrainContext.GrainId))?.Request.Body;

    /// <summary>Tells those who watch that the session has changed.</summary>
    private void TellWatchers(AppliedEvent? applied = null)
    {
        if (_seldom?.Watch is not { } watch)
        {
            return;
        }

        watch.Note(applied);
        if (!watch.IsWanted)
        {
            _seldom.Watch = null;
        }
    }
}
