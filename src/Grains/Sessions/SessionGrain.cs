using Orleans.Concurrency;
using Orleans.Runtime;
using SessionGrains.Live;
using SessionGrains.Rooms;
using SessionGrains.Sessions.Search;
using SessionGrains.Sessions.Watching;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>
/// The grain of one <see cref="Session"/>: loads it, applies events, has the <see cref="SessionWriter"/> store the changes, and answers when they are durable.
/// Reentrant, so that events that arrive during a write are applied and share the next write. Between two awaits a turn runs alone.
/// </summary>
[Reentrant, GrainType("session"), SessionPlacement, CollectionAgeLimit(Minutes = 31)]
internal sealed partial class SessionGrain(SessionDependencies silo) : Grain, ISessionGrain, ILocalSession, ISessionRecord
{
    /// <summary>Half of the time after which Orleans deactivates a session without calls as idle.</summary>
    private const int MaxMinutesWithoutCall = 15;

    /// <summary>When the last call came through Orleans: minutes since 1970-01-01 UTC, the lowest 16 bits.</summary>
    private ushort _calledAtMinute;

    private ushort MinuteNow => (ushort)(silo.NowMs / 60_000);

    public async Task Start(StartRequest request)
    {
        AdmitOrDeactivate(admission => admission.AdmitStart(request));
        var session = Session.Start(SharedTexts.Of(request), silo.NowMs, silo.Timeouts);
        await silo.Store.WriteStart(GrainContext.GrainId, new() { Request = request, OpenedAtMs = session.OpenedAtMs, SweepAtMs = session.NextDeadlineMs });
        Use(session, SearchKeys.Of(request));
        _presence.EnterCounts(session, LiveTopic.Of(request), isNew: true);
        _calledAtMinute = MinuteNow;
    }

    public ValueTask<TrackVerdict> Track(PlayerEvent playerEvent)
    {
        _calledAtMinute = MinuteNow;
        return Apply(playerEvent);
    }

    /// <summary>Applies an event in a turn of the session.</summary>
    public async ValueTask<TrackVerdict> Apply(PlayerEvent playerEvent)
    {
        if (!IsLoaded && !await LoadForEvent(playerEvent))
        {
            return TrackVerdict.Unknown;
        }

        var session = Writer.Session;
        if (session.ClosedBy is null)
        {
            silo.Admission.AdmitEvent(playerEvent);
        }

        var (now, before) = (silo.NowMs, session.Counts);
        var verdict = session.Track(SharedTexts.Of(playerEvent), now, out var liveState);
        var applied = _watch is not null && verdict == TrackVerdict.Accepted ? AppliedEvents.Of(playerEvent, now, before, session.Counts) : null;
        _presence.RecordEvent(liveState, session.LastEventAtMs);
        await Store();
        OnStored(session, applied);
        return verdict;
    }

    public async Task SubmitDownloaded(StartRequest request, PlayerEvent[] events)
    {
        // The id is a hash of the batch: a repeated call finds the session stored, or continues where a crash between the two records interrupted it.
        var now = silo.NowMs;
        if (await Load())
        {
            await Store();
            return;
        }

        if (!_isIncompleteDownload)
        {
            AdmitOrDeactivate(admission => admission.AdmitStart(request));
            await silo.Store.WriteStart(
                GrainContext.GrainId, new() { Request = request, OpenedAtMs = now, IsDownloaded = true, SweepAtMs = now + silo.Timeouts.IdleTimeoutMs });
        }

        Use(Session.Downloaded(request, events, now, silo.Timeouts), SearchKeys.Of(request), isStored: false);
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

        var session = Writer.Session;
        var hasChanged = session.HandleDeadline(silo.NowMs);
        _presence.Update(session);
        await Store();
        if (hasChanged)
        {
            OnStored(session);
        }

        DeactivateIfFinished(session);

        return session.IsFinished && silo.Traits.RemovesExpired ? null : session.NextDeadlineMs;
    }

    IWorkItemScheduler ILocalSession.Scheduler => GrainContext.Scheduler;

    bool ILocalSession.CanTrackLocally => !_isLeaving && IsLoaded && !Writer.IsWriting && silo.NowMs < Writer.Session.NextDeadlineMs
        && (ushort)(MinuteNow - _calledAtMinute) < MaxMinutesWithoutCall;

    void ILocalSession.Deactivate() => DeactivateOnIdle();

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
            // Everything that was answered 2xx is stored. A ping that only let time pass may be lost.
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

        var session = Writer.Session;
        if (session.HandleDeadline(silo.NowMs))
        {
            _presence.Update(session);
            await Store();
            OnStored(session);
        }

        DeactivateIfFinished(session);

        var descriptions = Descriptions.None;
        while (!session.HasAllDescriptions(descriptions))
        {
            descriptions = await silo.Store.ReadDescriptions(GrainContext.GrainId, session);
        }

        return SessionViews.Of(this.GetPrimaryKeyString(), session, start, descriptions, withJournal);
    }

    private void DeactivateIfFinished(Session session)
    {
        if (session.IsFinished)
        {
            DeactivateOnIdle();
        }
    }

    /// <summary>Completes when everything that the durability requires is stored. The rest is stored later, by a wake-up.</summary>
    private Task Store()
    {
        var writer = Writer;
        var write = writer.Store();
        _presence.WakeAt(writer.WakeAtMs);
        return write;
    }

    /// <summary>Called when a change is stored.</summary>
    private void OnStored(Session session, AppliedEvent? applied = null)
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
