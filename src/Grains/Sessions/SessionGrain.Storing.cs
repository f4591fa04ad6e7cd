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

    private GrainState<ProgressRecord> _stored = new();
    private int _storedRevision;
    private long _storedAtMs;
    private Task? _write;
    private int _writeRevision;
    private TaskCompletionSource? _nextWrite;

    /// <summary>Completes when all that the configured durability asks for is stored.</summary>
    private Task Store(Session session)
    {
        var required = RequiredRevision(session);
        var isStored = _storedRevision >= required;
        _deadline?.MoveTo(isStored && session.EventRevision > _storedRevision
            ? Math.Min(session.NextDeadlineMs, _storedAtMs + LongestUnstoredMs)
            : session.NextDeadlineMs);
        if (isStored)
        {
            return Task.CompletedTask;
        }

        if (_write is null)
        {
            return BeginWrite(session);
        }

        return _writeRevision >= required ? _write : (_nextWrite ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    private int RequiredRevision(Session session) =>
        persistence.Durability == SessionDurability.EveryEvent || persistence.NowMs - _storedAtMs >= LongestUnstoredMs
            ? session.EventRevision
            : session.TransitionRevision;

    private Task BeginWrite(Session session)
    {
        _writeRevision = session.Revision;
        var write = Write(session, _stored);
        _write = write.IsCompleted ? null : write;
        return write;
    }

    private async Task Write(Session session, GrainState<ProgressRecord> stored)
    {
        var revision = session.Revision;
        try
        {
            await WriteOnce(session, stored);
            _storedRevision = revision;
            _storedAtMs = persistence.NowMs;
            _write = null;
        }
        catch (Exception exception)
        {
            Drop(exception);
            throw;
        }

        if (_nextWrite is { } next)
        {
            _nextWrite = null;
            _ = WriteNext(session, next);
        }
    }

    private Task WriteOnce(Session session, GrainState<ProgressRecord> stored) =>
        session.ClosedBy is null ? WriteRecord(session, stored, report: null) : WriteClosed(session, stored);

    /// <summary>A session that is finished cannot change while its report is made.</summary>
    private async Task WriteClosed(Session session, GrainState<ProgressRecord> stored)
    {
        var report = session.IsFinished ? await reports.Make(GrainContext.GrainId, session) : null;
        await WriteRecord(session, stored, report);
        if (report is not null)
        {
            reports.NoteStored(session);
        }

        _indexed?.Close();
    }

    /// <summary>Into the record goes what the store needs beside it.</summary>
    private Task WriteRecord(Session session, GrainState<ProgressRecord> stored, byte[]? report)
    {
        stored.State = new()
        {
            Progress = session.Progress,
            SweepAtMs = session.IsFinished ? long.MaxValue : session.ClosedBy is not null ? session.NextDeadlineMs : null,
            ExpiresAtMs = session.IsFinished ? session.ForgottenAtMs : null,
            Report = report,
        };
        return persistence.WriteProgress(GrainContext.GrainId, stored);
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
        _session = null;
        _stored = new();
        _write = null;
        var next = _nextWrite;
        _nextWrite = null;
        next?.SetException(reason);
        TellWatchers();
    }
}
