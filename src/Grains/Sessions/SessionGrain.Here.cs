using System.Diagnostics.CodeAnalysis;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>
/// Events from a front door of the same process (<see cref="ResidentSessions"/>): the plain ones, which is nearly all. Whatever needs more than one write of the
/// progress goes the way of a message, and so does one in a while, or Orleans would take the session for idle.
/// </summary>
internal sealed partial class SessionGrain
{
    /// <summary>Half of the time after which Orleans collects a session that gets no messages.</summary>
    private const int MostMinutesWithoutMessage = 15;

    private bool _isResident;

    /// <summary>Nobody on this grain's scheduler waits for <see cref="_write"/>: <see cref="SettleWrite"/> has to look how it ended.</summary>
    private bool _isUnattended;

    /// <summary>When Orleans brought the last message, in minutes since 1970-01-01 UTC, the lowest 16 bits.</summary>
    private ushort _messageMinute;

    /// <summary>
    /// Takes an event in a turn that no message began. False: it must come as one, and nothing has happened. <paramref name="storing"/>, if not null, is to be
    /// waited for, and its end told to <see cref="NoteStoredHere"/> or <see cref="NoteUnstoredHere"/>.
    /// </summary>
    public bool TryTrackHere(PlayerEvent playerEvent, out TrackVerdict verdict, out Task? storing)
    {
        SettleWrite();
        var now = silo.Persistence.NowMs;
        if (!_isResident || _write is not null || _seldom?.Watch is not null || !IsLoaded(out var session) || MayClose(session, playerEvent, now)
            || (ushort)(MinuteOf(now) - _messageMinute) >= MostMinutesWithoutMessage)
        {
            (verdict, storing) = (default, null);
            return false;
        }

        verdict = Apply(session, playerEvent, now);
        storing = IsStored(session, out _) ? null : BeginUnattended(session);
        return true;
    }

    /// <summary>Whether the session is closed, or may be by this event: it closes at its sessionEnd or at a deadline, and then it has a report to write.</summary>
    private static bool MayClose(Session session, PlayerEvent playerEvent, long now) =>
        session.ClosedBy is not null || playerEvent.Type == PlayerEventType.SessionEnd || now >= session.NextDeadlineMs;

    /// <summary>
    /// What <see cref="TryTrackHere"/> began to store is stored. From any thread: where a turn has taken over the write, that turn sees to it. The session lets go of the
    /// write here and not with the next event, seconds later, or the garbage collector would have moved it by then; that is all that is changed outside of a turn.
    /// </summary>
    public void NoteStoredHere(Task write, long beganAt)
    {
        silo.Persistence.NoteWritten(beganAt);
        Interlocked.CompareExchange(ref _write, null, write);
    }

    /// <summary>What <see cref="TryTrackHere"/> began to store is not known to be stored; returns what the caller is told. From any thread.</summary>
    public Exception NoteUnstoredHere(Exception exception)
    {
        var told = silo.Persistence.NoteUnwritten(exception);

        // At once and not with the next event: what it holds in memory does not count.
        GrainContext.Scheduler.QueueAction(static session => ((SessionGrain)session).SettleWrite(), this);
        return told;
    }

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

    private Task BeginUnattended(Session session)
    {
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
        (_write, _isUnattended) = (write, true);
        return write;
    }

    /// <summary>Takes note of an unattended write that has ended.</summary>
    private void SettleWrite()
    {
        if (!_isUnattended || Volatile.Read(ref _write) is { IsCompleted: false } || !TookOver(null, out var write))
        {
            return;
        }

        if (write.IsCompletedSuccessfully)
        {
            _storedRevision = _writeRevision;
        }
        else
        {
            DropUnattended(write.Exception?.InnerException ?? new OperationCanceledException());
        }
    }

    /// <summary>
    /// The write in flight, if there is one, attended from now on: its end is taken note of in a turn of its own, and the next one follows. One that has failed since
    /// the turn began is returned as well, for it took with it what the turn has applied.
    /// </summary>
    private Task? AttendedWrite(Session session)
    {
        if (!_isUnattended)
        {
            return _write;
        }

        var attended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (TookOver(attended.Task, out var write))
        {
            _ = Attend(session, write, attended);
            return attended.Task.IsCompletedSuccessfully ? null : attended.Task;
        }

        return null;
    }

    /// <summary>Ends that a write is unattended. False: it has ended well, which is noted.</summary>
    private bool TookOver(Task? inItsPlace, [NotNullWhen(true)] out Task? write)
    {
        _isUnattended = false;
        write = Volatile.Read(ref _write);
        if (write is not null && ReferenceEquals(Interlocked.CompareExchange(ref _write, inItsPlace, write), write))
        {
            return true;
        }

        _storedRevision = _writeRevision;
        return false;
    }

    private async Task Attend(Session session, Task write, TaskCompletionSource attended)
    {
        try
        {
            await write;
        }
        catch (Exception exception)
        {
            attended.SetException(DropUnattended(exception));
            return;
        }

        NoteStored(session, _writeRevision);
        attended.SetResult();
    }

    /// <summary>Its end was told to whoever waited for it: what is left is to let the session go, and with a lost version its activation, as Orleans does by itself after a message.</summary>
    private Exception DropUnattended(Exception exception)
    {
        var told = SessionPersistence.ToldOf(exception);
        Drop(told);
        if (told is Orleans.Storage.InconsistentStateException)
        {
            DeactivateOnIdle();
        }

        return told;
    }
}
