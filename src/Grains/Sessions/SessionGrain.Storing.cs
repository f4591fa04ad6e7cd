using System.Diagnostics;
using System.Runtime.ExceptionServices;
using SessionGrains.Messages;
using SessionGrains.Sessions.Watching;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>
/// Storing: one write in flight for a session, later changes share the next one, and each caller is answered when the write that contains its
/// change is durable. After a failed write the session is dropped from memory, so that the next call finds it as the store has it.
/// </summary>
internal sealed partial class SessionGrain
{
    /// <summary>How long a ping that only let time pass may wait for its write; one ping less than the 60 s of decisions.md section 3.</summary>
    private const long LongestUnstoredMs = 50_000;

    private const int NothingStored = -1;

    /// <summary>The record that this thread stores: see <see cref="Recorded"/>.</summary>
    [ThreadStatic] private static ProgressRecord? _record;

    private ProgressState _stored = new();
    private int _storedRevision;
    private long _storedAtMs;
    private Task? _write;
    private int _writeRevision;

    /// <summary>Completes when all that the configured durability asks for is stored.</summary>
    private Task Store(Session session) =>
        IsStored(session, out var required) ? Task.CompletedTask : AttendedWrite(session) is { } write ? JoinWrite(write, required) : BeginWrite(session);

    /// <summary>
    /// As <see cref="Store"/>, for an event: tells the watchers and ends with its verdict. One state machine from the event to the store where no write
    /// is in flight; each further one would cost a task on this grain's scheduler.
    /// </summary>
    private ValueTask<TrackVerdict> StoreEvent(Session session, TrackVerdict verdict, AppliedEvent? applied)
    {
        if (IsStored(session, out var required))
        {
            TellWatchers(applied);
            return new(verdict);
        }

        return AttendedWrite(session) is { } write ? AfterWrite(JoinWrite(write, required), verdict, applied) : new(BeginWrite(session, verdict, applied));
    }

    private async ValueTask<TrackVerdict> AfterWrite(Task write, TrackVerdict verdict, AppliedEvent? applied)
    {
        await write;
        using var turn = InTurn();
        TellWatchers(applied);
        return verdict;
    }

    /// <summary>Whether all that must be is stored; <paramref name="required"/> is the revision that must be.</summary>
    private bool IsStored(Session session, out int required)
    {
        AssertHeld();
        required = RequiredRevision(session);
        var isStored = _storedRevision >= required;
        if (_deadline is { } deadline)
        {
            silo.Wheel.Move(deadline, isStored && session.EventRevision > _storedRevision
                ? Math.Min(session.NextDeadlineMs, _storedAtMs + LongestUnstoredMs)
                : session.NextDeadlineMs);
        }

        return isStored;
    }

    private int RequiredRevision(Session session) =>
        silo.Persistence.Durability == SessionDurability.EveryEvent || silo.Persistence.NowMs - _storedAtMs >= LongestUnstoredMs
            ? session.EventRevision
            : session.TransitionRevision;

    /// <summary>The write in flight if that has the revision in it or has failed, otherwise the next one.</summary>
    private Task JoinWrite(Task write, int required) =>
        _writeRevision >= required || write.IsFaulted ? write : (Seldom.NextWrite ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private Task<TrackVerdict> BeginWrite(Session session, TrackVerdict? verdict = null, AppliedEvent? applied = null)
    {
        _writeRevision = session.Revision;
        var write = Write(session, _stored, verdict, applied);
        _write = write.IsCompleted ? null : write;
        return write;
    }

    /// <summary>Writes, and where it is for an event (<paramref name="verdict"/>) tells the watchers.</summary>
    private async Task<TrackVerdict> Write(Session session, ProgressState stored, TrackVerdict? verdict, AppliedEvent? applied)
    {
        using var turn = InTurn();
        var revision = session.Revision;
        try
        {
            if (session.ClosedBy is null)
            {
                var began = Stopwatch.GetTimestamp();
                var write = silo.Persistence.BeginWriteProgress(GrainContext.GrainId, Recorded(session, stored, report: null));
                stored.State = null;
                await write;
                silo.Persistence.NoteWritten(began);
            }
            else
            {
                await WriteClosed(session, stored);
            }
        }
        catch (Exception exception)
        {
            var told = silo.Persistence.NoteUnwritten(exception);
            Drop(told);
            ExceptionDispatchInfo.Throw(told);
        }

        NoteStored(session, revision);
        if (verdict is not null)
        {
            TellWatchers(applied);
        }

        return verdict.GetValueOrDefault();
    }

    /// <summary>A write has ended well: the next one follows if somebody waits for it.</summary>
    private void NoteStored(Session session, int revision)
    {
        AssertHeld();
        _storedRevision = revision;
        _storedAtMs = silo.Persistence.NowMs;
        _write = null;
        if (TakeNextWrite() is { } next)
        {
            _ = WriteNext(session, next);
        }
    }

    private Task WriteOnce(Session session, ProgressState stored) =>
        session.ClosedBy is null ? WriteProgress(session, stored, report: null) : WriteClosed(session, stored);

    /// <summary>A session that is finished cannot change while its report is made.</summary>
    private async Task WriteClosed(Session session, ProgressState stored)
    {
        var report = session.IsFinished ? await silo.Reports.Make(GrainContext.GrainId, session) : null;
        await WriteProgress(session, stored, report);
        if (report is not null)
        {
            silo.Reports.NoteStored(session);
        }

        _indexed?.Close();
    }

    private Task WriteProgress(Session session, ProgressState stored, byte[]? report)
    {
        var write = silo.Persistence.WriteProgress(GrainContext.GrainId, Recorded(session, stored, report));
        stored.State = null;
        return write;
    }

    /// <summary>
    /// The record with what the store needs beside it. It is of use until the store has serialized it, which it has when its call returns: so the sessions of a
    /// thread share one, and none keeps it.
    /// </summary>
    private static ProgressState Recorded(Session session, ProgressState stored, byte[]? report)
    {
        var record = stored.State = _record ??= new();
        record.Progress = session.Progress;
        record.SweepAtMs = session.IsFinished ? long.MaxValue : session.ClosedBy is not null ? session.NextDeadlineMs : null;
        record.ExpiresAtMs = session.IsFinished ? session.ForgottenAtMs : null;
        record.Report = report;
        return stored;
    }

    private async Task WriteNext(Session session, TaskCompletionSource next)
    {
        try
        {
            await BeginWrite(session);
            next.SetResult();
        }
        catch (Exception exception)
        {
            next.SetException(exception);
        }
    }

    private void Drop(Exception reason)
    {
        AssertHeld();
        _session = null;
        _stored = new();
        (_write, _unattended) = (null, null);
        TakeNextWrite()?.SetException(reason);
        TellWatchers();
    }

    private TaskCompletionSource? TakeNextWrite()
    {
        if (_seldom?.NextWrite is not { } next)
        {
            return null;
        }

        _seldom.NextWrite = null;
        return next;
    }
}
