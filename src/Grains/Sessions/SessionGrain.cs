using System.Diagnostics.CodeAnalysis;
using Orleans.Concurrency;
using SessionGrains.Live;
using SessionGrains.Messages;
using SessionGrains.Quarantine;
using SessionGrains.Reports;
using SessionGrains.Rooms;
using SessionGrains.Sessions.Search;
using SessionGrains.Sessions.Watching;
using SessionGrains.Timeouts;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>
/// The shell around one <see cref="Session"/>: loads it, lets the core decide, stores what changed, answers when that is durable.
/// Reentrant, so that events which arrive while a write is in flight are applied and share the next one; between two awaits a turn runs alone, and in it no event
/// is applied that came without a message (<see cref="TurnGate"/>).
/// </summary>
[Reentrant, GrainType(TypeName), CollectionAgeLimit(Minutes = 31)]
internal sealed partial class SessionGrain(SessionSurroundings silo) : Grain, ISessionGrain
{
    private const string TypeName = "session";

    /// <summary>What Orleans calls grains of this kind.</summary>
    public static readonly GrainType Type = GrainType.Create(TypeName);

    private Session? _session;
    private DeadlineEntry? _deadline;
    private bool _isCounted;
    private bool _isHalfBatch;
    private SeldomHad? _seldom;

    /// <summary>What was in memory before the turns that ran meanwhile.</summary>
    private Session Loaded => _session ?? throw new StoreUnavailableException("A write of the session failed while it was being read.");

    private SeldomHad Seldom => _seldom ??= new();

    /// <summary>The whole id of the session with this key.</summary>
    public static GrainId IdOf(IdSpan key) => GrainId.Create(Type, key);

    public async Task Start(StartRequest request)
    {
        using var turn = InTurn();
        OrLeave(static (admission, request) => admission.Start(request), request);

        var session = Session.Start(SharedTexts.Of(request), silo.Persistence.NowMs, silo.Persistence.Rules);
        await silo.Persistence.WriteStart(GrainContext.GrainId, new() { Request = request, OpenedAtMs = session.OpenedAtMs, SweepAtMs = session.NextDeadlineMs });
        Adopt(session);
        EnterIndex(session, SearchKeys.Of(request));
        EnterCounts(session, LiveTopic.Of(request), isNew: true);
        NoteMessage();
    }

    /// <summary>What is refused leaves nothing in memory.</summary>
    private void OrLeave<T>(Action<Admission, T> admit, T request)
    {
        try
        {
            admit(silo.Admission, request);
        }
        catch (SiloFullException)
        {
            DeactivateOnIdle();
            throw;
        }
    }

    public ValueTask<TrackVerdict> Track(PlayerEvent playerEvent)
    {
        // Only until it waits, if it does: what comes then is in turns of its own.
        using var turn = InTurn();
        SettleWrite();
        NoteMessage();
        return IsLoaded(out var session) ? TrackLoaded(session, playerEvent) : LoadAndTrack(playerEvent);
    }

    private async ValueTask<TrackVerdict> LoadAndTrack(PlayerEvent playerEvent)
    {
        using var turn = InTurn();
        OrLeave(static (admission, playerEvent) => admission.Load(playerEvent), playerEvent);
        return await Load() ? await TrackLoaded(Loaded, playerEvent) : TrackVerdict.Unknown;
    }

    private ValueTask<TrackVerdict> TrackLoaded(Session session, PlayerEvent playerEvent)
    {
        if (session.ClosedBy is null)
        {
            silo.Admission.Event(playerEvent);
        }

        var (now, before) = (silo.Persistence.NowMs, session.Counts);
        var verdict = Apply(session, playerEvent, now);
        var applied = _seldom?.Watch is not null && verdict == TrackVerdict.Accepted ? AppliedEvents.Of(playerEvent, now, before, session.Counts) : null;
        return StoreEvent(session, verdict, applied);
    }

    private TrackVerdict Apply(Session session, PlayerEvent playerEvent, long now)
    {
        var verdict = session.Track(SharedTexts.Of(playerEvent), now, out var sight);
        silo.Persistence.Live.NoteEvent();
        _viewer?.See(sight, session.LastEventAtMs);
        return verdict;
    }

    public async Task SubmitDownloaded(StartRequest request, PlayerEvent[] events)
    {
        using var turn = InTurn();
        // The id is made of the batch: the same one again finds itself stored, or goes on where a crash between the two records left it.
        var now = silo.Persistence.NowMs;
        if (!await Load() && !_isHalfBatch)
        {
            OrLeave(static (admission, request) => admission.Start(request), request);
            await silo.Persistence.WriteStart(
                GrainContext.GrainId, new() { Request = request, OpenedAtMs = now, IsDownloaded = true, SweepAtMs = now + silo.Persistence.Rules.IdleTimeoutMs });
        }
        else if (_session is { } taken)
        {
            await Store(taken);
            return;
        }

        var session = Session.Downloaded(request, events, now, silo.Persistence.Rules);
        Adopt(session);
        EnterIndex(session, SearchKeys.Of(request));
        _storedRevision = NothingStored;
        await Store(session);
        DeactivateOnIdle();
    }

    public Task<SessionView?> Read() => Read(withJournal: false);

    public Task<SessionView?> ReadStory() => Read(withJournal: true);

    private async Task<SessionView?> Read(bool withJournal)
    {
        using var turn = InTurn();
        if (!await Load() || await silo.Persistence.ReadStart(GrainContext.GrainId) is not { } start)
        {
            return null;
        }

        var session = Loaded;
        if (session.MeetDeadline(silo.Persistence.NowMs))
        {
            ShowCounts(session);
            await Store(session);
            TellWatchers();
        }

        if (session.IsFinished)
        {
            DeactivateOnIdle();
        }

        return SessionViews.Of(this.GetPrimaryKeyString(), session, start.Request.Body, withJournal);
    }

    public async Task<long?> MeetDeadline()
    {
        using var turn = InTurn();
        if (!await Load())
        {
            await (_isHalfBatch ? silo.Persistence.Forget(GrainContext.GrainId, _stored) : Task.CompletedTask);
            return null;
        }

        var session = Loaded;
        var isMet = session.MeetDeadline(silo.Persistence.NowMs);
        ShowCounts(session);
        await Store(session);
        if (isMet)
        {
            TellWatchers();
        }

        if (session.IsFinished)
        {
            DeactivateOnIdle();
            return silo.Persistence.StoreForgetsByItself ? null : session.NextDeadlineMs;
        }

        return session.NextDeadlineMs;
    }

    /// <summary>Makes sure that the session is in memory. False when there is none: then no activation is left behind.</summary>
    private ValueTask<bool> Load()
    {
        SettleWrite();
        if (IsLoaded(out _))
        {
            return new(true);
        }

        if (_seldom?.Loading is { } underWay)
        {
            return new(underWay);
        }

        var loading = LoadFromStore();
        if (!loading.IsCompleted)
        {
            Seldom.Loading = loading;
        }

        return new(loading);
    }

    private bool IsLoaded([NotNullWhen(true)] out Session? session)
    {
        AssertHeld();
        session = _session;
        return session is not null && !IsForgotten(session);
    }

    private async Task<bool> LoadFromStore()
    {
        try
        {
            if (_session is null && await silo.Persistence.ReadStart(GrainContext.GrainId) is { } start)
            {
                await silo.Persistence.ReadProgress(GrainContext.GrainId, _stored);
                Restore(start);
                if (_session is { } loaded && !start.IsDownloaded)
                {
                    EnterCounts(loaded, LiveTopic.Of(start.Request));
                }
            }

            if (_session is not null && IsForgotten(_session))
            {
                await silo.Persistence.Forget(GrainContext.GrainId, _stored);
                _session = null;
            }

            if (_session is null)
            {
                DeactivateOnIdle();
            }

            return _session is not null;
        }
        catch (UnreadableRecordException)
        {
            // Nothing to keep in memory for whoever asks next.
            DeactivateOnIdle();
            throw;
        }
        finally
        {
            if (_seldom is { } seldom)
            {
                seldom.Loading = null;
            }
        }
    }

    private bool IsForgotten(Session session) => session.IsFinished && silo.Persistence.NowMs >= session.ForgottenAtMs;

    /// <summary>Takes the session as the store has it. Half a downloaded batch is none.</summary>
    private void Adopt(StartRecord start, Session? restored)
    {
        _isHalfBatch = start.IsDownloaded && !_stored.RecordExists;
        if (restored is not null)
        {
            Adopt(restored);
        }
        else if (!start.IsDownloaded)
        {
            Adopt(Session.Start(SharedTexts.Of(start.Request), start.OpenedAtMs, silo.Persistence.Rules));
        }

        _stored.State = null;
        if (_session is { IsFinished: false } session)
        {
            EnterIndex(session, SearchKeys.Of(start.Request));
        }
    }

    private void Adopt(Session session)
    {
        AssertHeld();
        _session = session;
        _storedRevision = session.Revision;
        _storedAtMs = silo.Persistence.NowMs;
        if (!(session.IsFinished && silo.Persistence.StoreForgetsByItself))
        {
            silo.Wheel.Move(_deadline ??= silo.Wheel.Add(GrainContext.GrainId.Key, session.NextDeadlineMs), session.NextDeadlineMs);
        }

        if (!_isCounted)
        {
            _isCounted = true;
            silo.Open.Enter();
        }
    }

    /// <summary>What most sessions have none of, so that they have one field for it.</summary>
    private sealed class SeldomHad
    {
        /// <summary>Being read from the store.</summary>
        public Task<bool>? Loading;

        /// <summary>The write after the one in flight.</summary>
        public TaskCompletionSource? NextWrite;

        /// <summary>Somebody watches.</summary>
        public SessionWatch? Watch;

        /// <summary>It moves to another silo.</summary>
        public LiveHandover? Handover;
    }
}
