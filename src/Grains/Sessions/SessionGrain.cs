using Orleans.Concurrency;
using Orleans.Runtime;
using SessionGrains.Live;
using SessionGrains.Messages;
using SessionGrains.Rooms;
using SessionGrains.Sessions.Search;
using SessionGrains.Sessions.Watching;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>
/// The shell around one <see cref="Session"/>: loads it, lets the core decide, has its <see cref="SessionWriter"/> store what changed, answers when that is durable.
/// Reentrant, so that events which arrive while a write is in flight are applied and share the next one; between two awaits a turn runs alone.
/// </summary>
[Reentrant, GrainType("session"), CollectionAgeLimit(Minutes = 31)]
internal sealed partial class SessionGrain(SessionDependencies silo) : Grain, ISessionGrain, ILocalSession, ISessionRecord
{
    /// <summary>Half of the time after which Orleans takes a session that gets no calls for idle.</summary>
    private const int MaxMinutesWithoutCall = 15;

    /// <summary>When Orleans brought the last call, in minutes since 1970-01-01 UTC, the lowest 16 bits.</summary>
    private ushort _calledAtMinute;

    private ushort MinuteNow => (ushort)(silo.NowMs / 60_000);

    public async Task Start(StartRequest request)
    {
        AdmitOrDeactivate(admission => admission.Start(request));
        var session = Session.Start(SharedTexts.Of(request), silo.NowMs, silo.Rules);
        await silo.Store.WriteStart(GrainContext.GrainId, new() { Request = request, OpenedAtMs = session.OpenedAtMs, SweepAtMs = session.NextDeadlineMs });
        Adopt(session, SearchKeys.Of(request));
        _presence.EnterCounts(session, LiveTopic.Of(request), isNew: true);
        _calledAtMinute = MinuteNow;
    }

    public ValueTask<TrackVerdict> Track(PlayerEvent playerEvent)
    {
        _calledAtMinute = MinuteNow;
        return Take(playerEvent);
    }

    /// <summary>An event, in a turn of the session.</summary>
    public async ValueTask<TrackVerdict> Take(PlayerEvent playerEvent)
    {
        if (!IsLoaded && !await LoadForEvent(playerEvent))
        {
            return TrackVerdict.Unknown;
        }

        var session = Loaded.Session;
        if (session.ClosedBy is null)
        {
            silo.Admission.Event(playerEvent);
        }

        var (now, before) = (silo.NowMs, session.Counts);
        var verdict = session.Track(SharedTexts.Of(playerEvent), now, out var sight);
        var applied = _watch is not null && verdict == TrackVerdict.Accepted ? AppliedEvents.Of(playerEvent, now, before, session.Counts) : null;
        _presence.RecordEvent(sight, session.LastEventAtMs);
        await Store();
        RecordStored(session, applied);
        return verdict;
    }

    public async Task SubmitDownloaded(StartRequest request, PlayerEvent[] events)
    {
        // The id is made of the batch: the same one again finds itself stored, or goes on where a crash between the two records left it.
        var now = silo.NowMs;
        if (await Load())
        {
            await Store();
            return;
        }

        if (!_isIncompleteDownload)
        {
            AdmitOrDeactivate(admission => admission.Start(request));
            await silo.Store.WriteStart(
                GrainContext.GrainId, new() { Request = request, OpenedAtMs = now, IsDownloaded = true, SweepAtMs = now + silo.Rules.IdleTimeoutMs });
        }

        Adopt(Session.Downloaded(request, events, now, silo.Rules), SearchKeys.Of(request), isStored: false);
        await Store();
        _presence.Close();
        DeactivateOnIdle();
    }

    public Task<SessionView?> Read() => Read(withJournal: false);

    public Task<SessionView?> ReadWithJournal() => Read(withJournal: true);

    public async Task<long?> HandleDeadline()
    {
        if (!await Load())
        {
            await (_isIncompleteDownload ? silo.Store.Forget(GrainContext.GrainId, _stored) : Task.CompletedTask);
            return null;
        }

        var session = Loaded.Session;
        var isMet = session.HandleDeadline(silo.NowMs);
        _presence.See(session);
        await Store();
        if (isMet)
        {
            RecordStored(session);
        }

        DeactivateIfFinished(session);

        return session.IsFinished && silo.Traits.RemovesExpired ? null : session.NextDeadlineMs;
    }

    IWorkItemScheduler ILocalSession.Scheduler => GrainContext.Scheduler;

    bool ILocalSession.CanTrackLocally => !_isLeaving && IsLoaded && !Loaded.IsWriting && silo.NowMs < Loaded.Session.NextDeadlineMs
        && (ushort)(MinuteNow - _calledAtMinute) < MaxMinutesWithoutCall;

    void ILocalSession.Leave() => DeactivateOnIdle();

    Task ISessionRecord.Write(Session session) => silo.Store.Write(GrainContext.GrainId, session, _stored);

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _isLeaving = true;
        _presence.Leave();
        try
        {
            await (_writer?.Flush() ?? Task.CompletedTask);
        }
        catch (Exception exception) when (SessionStore.IsStoreFailure(exception))
        {
            // What was promised is stored. A ping that only let time pass may be lost.
        }
        finally
        {
            _presence.LeaveCounts();
        }
    }

    private async Task<SessionView?> Read(bool withJournal)
    {
        if (!await Load() || await silo.Store.ReadStart(GrainContext.GrainId) is not { } start)
        {
            return null;
        }

        var session = Loaded.Session;
        if (session.HandleDeadline(silo.NowMs))
        {
            _presence.See(session);
            await Store();
            RecordStored(session);
        }

        DeactivateIfFinished(session);

        return SessionViews.Of(this.GetPrimaryKeyString(), session, start.Request.Body, withJournal);
    }

    private void DeactivateIfFinished(Session session)
    {
        if (session.IsFinished)
        {
            DeactivateOnIdle();
        }
    }

    /// <summary>Completes when what the durability asks for is stored. What is left is looked at in time.</summary>
    private Task Store()
    {
        var writer = Loaded;
        var write = writer.Store();
        _presence.WakeAt(writer.WakeAtMs);
        return write;
    }

    /// <summary>What has changed is stored.</summary>
    private void RecordStored(Session session, AppliedEvent? applied = null)
    {
        if (session.ClosedBy is not null)
        {
            _presence.Close();
        }

        _watch?.Record(applied);
        if (_watch is { IsWatched: false })
        {
            _watch = null;
        }
    }
}
