using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using SessionGrains.Live;
using SessionGrains.Messages;
using SessionGrains.Quarantine;
using SessionGrains.Stores;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>The records of sessions in the store of this silo.</summary>
internal sealed class SessionStore(
    [FromKeyedServices(StoredRecordNames.StorageName)] IGrainStorage storage, ClosingReports reports, StoreOutages outages, SiloCounters live,
    RecordQuarantine quarantine, SessionTimeouts rules, IRecordPurge? purge = null)
{
    /// <summary>Stores a sessionStart under a fresh id, reading nothing: an id that exists already is refused by its missing ETag.</summary>
    public Task WriteStart(GrainId id, StartRecord record) =>
        Write(static (storage, id, state) => storage.WriteStateAsync(StoredRecordNames.Start, id, state), id, new GrainState<StartRecord>(record));

    /// <exception cref="UnreadableRecordException">It is stored and cannot be read.</exception>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task<StartRecord?> ReadStart(GrainId id)
    {
        var state = new GrainState<StartRecord>();
        await Read(static (storage, id, state) => storage.ReadStateAsync(StoredRecordNames.Start, id, state), id, state, RecordKind.Start);
        if (!state.RecordExists)
        {
            return null;
        }

        return state.State is { Request.Body: not null } start ? start : throw Unreadable(id, RecordKind.Start, new(UnreadableReason.UnknownFormat, 0));
    }

    /// <summary>The session as it is stored; null: there is none.</summary>
    /// <param name="id">Whose.</param>
    /// <param name="state">Gets the version of its progress.</param>
    /// <inheritdoc cref="ReadStart"/>
    public async Task<StoredSession?> Read(GrainId id, ProgressState state)
    {
        if (await ReadStart(id) is not { } start)
        {
            return null;
        }

        await Read(static (storage, id, state) => storage.ReadStateAsync(StoredRecordNames.Progress, id, state), id, state, RecordKind.Progress);
        if (!state.RecordExists)
        {
            return new(start, start.IsDownloaded ? null : Session.Start(SharedTexts.Of(start.Request), start.OpenedAtMs, rules));
        }

        try
        {
            return new(start, Session.Restore(SessionOpening.Of(start.Request, start.OpenedAtMs), rules, state.State!.Progress));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A program that is older than a record may read it and find what it needs missing.
            throw Unreadable(id, RecordKind.Progress, new(UnreadableReason.UnknownFormat, 0));
        }
        finally
        {
            state.State = null;
        }
    }

    /// <summary>Whether all that is stored of a session can be read.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task<bool> IsReadable(GrainId id)
    {
        try
        {
            await Read(id, new());
            return true;
        }
        catch (UnreadableRecordException)
        {
            return false;
        }
    }

    /// <summary>Removes the records of a session unread. False: this store cannot.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task<bool> Purge(GrainId id)
    {
        if (purge is null)
        {
            return false;
        }

        try
        {
            await purge.PurgeAsync(id.Key.ToString()!);
        }
        catch (Exception exception)
        {
            throw RecordFailedWrite(exception);
        }

        outages.RecordWritten();
        return true;
    }

    /// <summary>
    /// Stores what events changed of a session, and of a finished one its report in the same batch. It is serialized before this returns, so the session may go on
    /// changing; a finished one cannot.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store refuses.</exception>
    /// <exception cref="InconsistentStateException">Another activation has stored the session meanwhile.</exception>
    public async Task Write(GrainId id, Session session, ProgressState state)
    {
        var began = Stopwatch.GetTimestamp();
        var report = session.IsFinished ? await MakeReport(id, session) : null;
        try
        {
            state.State = Record(session, report);
            var write = storage.WriteStateAsync(StoredRecordNames.Progress, id, state);
            state.State = null;
            await write.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            ExceptionDispatchInfo.Throw(RecordFailedWrite(exception));
        }

        outages.RecordWritten();
        live.RecordWrite(began);
        if (report is not null)
        {
            reports.RecordStored(session);
        }
    }

    /// <summary>Whether callers may be told of this failure: the store's, whatever it was.</summary>
    public static bool IsStoreFailure(Exception exception) => exception is StoreUnavailableException or InconsistentStateException or UnreadableRecordException;

    /// <summary>Removes both records of a session, the start last, so that an interrupted removal is found again.</summary>
    public async Task Forget(GrainId id, ProgressState progress)
    {
        await Write(static (storage, id, state) => storage.ClearStateAsync(StoredRecordNames.Progress, id, state), id, progress);
        var start = new GrainState<StartRecord>();
        await Read(static (storage, id, state) => storage.ReadStateAsync(StoredRecordNames.Start, id, state), id, start, RecordKind.Start);
        await Write(static (storage, id, state) => storage.ClearStateAsync(StoredRecordNames.Start, id, state), id, start);
    }

    /// <summary>The progress with what the store needs beside it.</summary>
    private static ProgressRecord Record(Session session, byte[]? report) => new()
    {
        Progress = session.Progress,
        SweepAtMs = session.IsFinished ? long.MaxValue : session.ClosedBy is not null ? session.NextDeadlineMs : null,
        ExpiresAtMs = session.IsFinished ? session.ExpiresAtMs : null,
        Report = report,
    };

    /// <summary>A record of a session cannot be read: notes it, and returns what callers are told. No outage: the store has answered.</summary>
    private UnreadableRecordException Unreadable(GrainId id, RecordKind kind, UnreadableRecordException failure)
    {
        quarantine.Record(new(kind, id.Key.ToString()!, failure.Reason, failure.Bytes));
        return failure;
    }

    private async Task<byte[]> MakeReport(GrainId id, Session session)
    {
        var start = await ReadStart(id) ?? throw Unreadable(id, RecordKind.Start, new(UnreadableReason.Damaged, 0));
        return reports.Make(id.Key.ToString()!, session, start.Request.Body);
    }

    /// <summary>
    /// A write failed; returns what callers are told. Whatever a store fails with, that is that it is unavailable. A version conflict keeps its type:
    /// Orleans acts on it, and it is of a store that takes writes.
    /// </summary>
    private Exception RecordFailedWrite(Exception exception)
    {
        if (exception is InconsistentStateException)
        {
            outages.RecordWritten();
        }
        else if (exception is not UnreadableRecordException)
        {
            outages.RecordFailedWrite();
        }

        return exception is InconsistentStateException or UnreadableRecordException ? exception : StoreUnavailableException.Of(exception);
    }

    private async Task Read<TState>(Func<IGrainStorage, GrainId, TState, Task> operation, GrainId id, TState state, RecordKind kind)
    {
        try
        {
            await operation(storage, id, state);
            outages.RecordRead();
        }
        catch (Exception exception) when (UnreadableRecordException.In(exception) is { } unreadable)
        {
            outages.RecordRead();
            throw Unreadable(id, kind, unreadable);
        }
        catch (Exception exception)
        {
            outages.RecordFailedRead();
            throw StoreUnavailableException.Of(exception);
        }
    }

    private async Task Write<TState>(Func<IGrainStorage, GrainId, TState, Task> operation, GrainId id, TState state)
    {
        try
        {
            await operation(storage, id, state);
        }
        catch (Exception exception)
        {
            ExceptionDispatchInfo.Throw(RecordFailedWrite(exception));
        }

        outages.RecordWritten();
    }
}

/// <summary>A session in the store.</summary>
/// <param name="Start">Its start.</param>
/// <param name="Session">The session; null for half a downloaded batch, whose events were never stored.</param>
internal sealed record StoredSession(StartRecord Start, Session? Session);
