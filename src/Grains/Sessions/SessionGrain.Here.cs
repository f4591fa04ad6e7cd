using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using SessionGrains.Messages;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>
/// Events from a front door of the same process (<see cref="ResidentSessions"/>), applied where they arrive: the plain ones, which is nearly all. Whatever needs more than one write of the
/// progress goes the way of a message, and so does one in a while, or Orleans would take the session for idle.
/// </summary>
internal sealed partial class SessionGrain
{
    /// <summary>Half of the time after which Orleans collects a session that gets no messages.</summary>
    private const int MostMinutesWithoutMessage = 15;

    /// <summary>What <see cref="_unattended"/> is when the write has ended well.</summary>
    private static readonly object EndedWell = new();

    private TurnGate _gate;

    private bool _isResident;

    /// <summary>
    /// A write that no turn waits for: its <see cref="ResidentCall"/> while it is in flight, then <see cref="EndedWell"/> or the exception that it ended with. Null: there is none, or all of that
    /// is noted. Nothing else of the session is touched outside of its turns and events. The call and not its task, which is young: the garbage collector would look at each session for it.
    /// </summary>
    private object? _unattended;

    /// <summary>When Orleans brought the last message, in minutes since 1970-01-01 UTC, the lowest 16 bits.</summary>
    private ushort _messageMinute;

    /// <summary>
    /// Takes an event, on the caller's thread. False: it must come as a message, and nothing has happened. <paramref name="storing"/>, if not null, is what stores it, and
    /// is to be begun.
    /// </summary>
    public bool TryTrackHere(PlayerEvent playerEvent, out TrackVerdict verdict, out ResidentCall? storing)
    {
        (verdict, storing) = (default, null);
        if (!_gate.TryEnter())
        {
            return false;
        }

        try
        {
            var now = silo.Persistence.NowMs;
            if (IsPlain(playerEvent, now, out var session))
            {
                verdict = Apply(session, playerEvent, now);
                storing = IsStored(session, out _) ? null : BeginUnattended(session, verdict);
                return true;
            }

            return false;
        }
        finally
        {
            _gate.Leave();
        }
    }

    /// <summary>What <see cref="TryTrackHere"/> began to store is stored. From any thread: where a turn has taken over the write, that turn sees to it.</summary>
    public void NoteStoredHere(ResidentCall write, long beganAt)
    {
        silo.Persistence.NoteWritten(beganAt);
        Interlocked.CompareExchange(ref _unattended, EndedWell, write);
    }

    /// <summary>What <see cref="TryTrackHere"/> began to store is not known to be stored; returns what the caller is told. From any thread.</summary>
    public Exception NoteUnstoredHere(ResidentCall write, Exception exception)
    {
        var told = silo.Persistence.NoteUnwritten(exception);
        if (ReferenceEquals(Interlocked.CompareExchange(ref _unattended, told, write), write))
        {
            // At once and not with the next event: what the session holds in memory does not count.
            GrainContext.Scheduler.QueueAction(static session => ((SessionGrain)session).SettleInTurn(), this);
        }

        return told;
    }

    /// <summary>Holds the gate until it is disposed of. Whatever Orleans has a session do needs one.</summary>
    private Turn InTurn()
    {
        _gate.EnterTurn();
        return new(this);
    }

    /// <summary>For whatever looks at the session or changes it: without the gate an event may be applied meanwhile.</summary>
    [Conditional("DEBUG")]
    private void AssertHeld() => Debug.Assert(_gate.IsHeld, "An event may be applied meanwhile.");

    /// <summary>Whether the event is one that may be applied where it arrives.</summary>
    private bool IsPlain(PlayerEvent playerEvent, long now, [NotNullWhen(true)] out Session? session)
    {
        // A write that has failed is left to a turn: the session goes, and maybe its activation.
        if (Volatile.Read(ref _unattended) is { } unattended)
        {
            if (!ReferenceEquals(unattended, EndedWell))
            {
                session = null;
                return false;
            }

            NoteEndedWell();
        }

        return IsLoaded(out session) && silo.Admission.Takes(playerEvent) && _isResident && _write is null && _seldom?.Watch is null && !MayClose(session, playerEvent, now)
            && (ushort)(MinuteOf(now) - _messageMinute) < MostMinutesWithoutMessage;
    }

    /// <summary>Whether the session is closed, or may be by this event: it closes at its sessionEnd or at a deadline, and then it has a report to write.</summary>
    private static bool MayClose(Session session, PlayerEvent playerEvent, long now) =>
        session.ClosedBy is not null || playerEvent.Type == PlayerEventType.SessionEnd || now >= session.NextDeadlineMs;

    /// <summary>Orleans has brought a message: this is the activation that has the session.</summary>
    private void NoteMessage()
    {
        _messageMinute = MinuteOf(silo.Persistence.NowMs);
        if (!_isResident)
        {
            _isResident = true;
            silo.Residents.Enter(this);
        }
    }

    private void LeaveResidents()
    {
        if (_isResident)
        {
            _isResident = false;
            silo.Residents.Leave(this);
        }
    }

    private static ushort MinuteOf(long ms) => (ushort)(ms / 60_000);

    private ResidentCall BeginUnattended(Session session, TrackVerdict verdict)
    {
        var began = Stopwatch.GetTimestamp();
        _writeRevision = session.Revision;

        // If it fails the session is dropped, and this with it.
        _storedAtMs = silo.Persistence.NowMs;
        Task write;
        try
        {
            write = silo.Persistence.BeginWriteProgress(GrainContext.GrainId, Recorded(session, _stored, report: null));
        }
        catch (Exception exception)
        {
            write = Task.FromException(exception);
        }

        _stored.State = null;
        var call = ResidentCall.Of(this, write, verdict, began);
        _unattended = call;
        return call;
    }

    private void SettleInTurn()
    {
        using var turn = InTurn();
        SettleWrite();
    }

    /// <summary>Takes note of an unattended write that has ended.</summary>
    private void SettleWrite()
    {
        var unattended = Volatile.Read(ref _unattended);
        if (ReferenceEquals(unattended, EndedWell))
        {
            NoteEndedWell();
        }
        else if (unattended is Exception told)
        {
            DropUnattended(told);
        }
    }

    /// <summary>
    /// The write in flight, if there is one, attended from now on: its end is taken note of in a turn of its own, and the next one follows. One that has failed since
    /// the turn began is returned as well, for it took with it what the turn has applied.
    /// </summary>
    private Task? AttendedWrite(Session session)
    {
        if (Volatile.Read(ref _unattended) is ResidentCall call)
        {
            // Read first: once it has ended, the call is another write's.
            var write = call.Write;
            if (ReferenceEquals(Interlocked.CompareExchange(ref _unattended, null, call), call))
            {
                var attended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _write = attended.Task;
                _ = Attend(session, write, attended);
                return attended.Task.IsCompletedSuccessfully ? null : attended.Task;
            }
        }

        if (_unattended is Exception told)
        {
            DropUnattended(told);
            return Task.FromException(told);
        }

        SettleWrite();
        return _write;
    }

    private async Task Attend(Session session, Task write, TaskCompletionSource attended)
    {
        using var turn = InTurn();
        try
        {
            await write;
        }
        catch (Exception exception)
        {
            var told = SessionPersistence.ToldOf(exception);
            DropUnattended(told);
            attended.SetException(told);
            return;
        }

        NoteStored(session, _writeRevision);
        attended.SetResult();
    }

    private void NoteEndedWell() => (_unattended, _storedRevision) = (null, _writeRevision);

    /// <summary>Its end was told to whoever waited for it: what is left is to let the session go, and with a lost version its activation, as Orleans does by itself after a message.</summary>
    private void DropUnattended(Exception told)
    {
        Drop(told);
        if (told is Orleans.Storage.InconsistentStateException)
        {
            DeactivateOnIdle();
        }
    }

    private readonly struct Turn(SessionGrain session) : IDisposable
    {
        public void Dispose() => session._gate.LeaveTurn();
    }
}
