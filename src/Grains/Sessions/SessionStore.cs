using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Orleans.Serialization;
using Orleans.Storage;
using SessionGrains.Live;
using SessionGrains.Quarantine;
using SessionGrains.Sessions.Stored;
using SessionGrains.Stores;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>Reads and writes the records of sessions in the store. All writes of sessions are made here.</summary>
internal sealed class SessionStore(
    [FromKeyedServices(StoredRecordNames.StorageName)] IGrainStorage storage, Serializer<SessionView> serializer, Serializer<StoredDescription[]> descriptionSerializer,
    SessionInstruments instruments,
    StoreOutages outages, SiloCounters live, RecordQuarantine quarantine, SessionTimeouts timeouts, IRecordPurge? purge = null, IErasableStore? erasable = null)
{
    private readonly DescriptionStore _descriptions = new(storage, descriptionSerializer);

    /// <summary>Stores a sessionStart under a new id without reading: an id that exists is refused because the ETag is missing.</summary>
    public Task WriteStart(GrainId id, StartRecord record) =>
        Write(static (storage, id, state) => storage.WriteStateAsync(StoredRecordNames.Start, id, state), id, new GrainState<StartRecord>(record));

    /// <exception cref="UnreadableRecordException">The record exists and cannot be read.</exception>
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

    /// <summary>The stored session; null if there is none.</summary>
    /// <param name="id">The id of the session.</param>
    /// <param name="state">Receives the version of the progress record.</param>
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
            return new(start, start.IsDownloaded ? null : Session.Start(SharedTexts.Of(start.Request), start.OpenedAtMs, timeouts));
        }

        try
        {
            return new(start, Session.Restore(SessionOpening.Of(start.Request, start.OpenedAtMs), timeouts, state.State!.Progress));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A record of a newer program may be read, but lack what this one needs.
            throw Unreadable(id, RecordKind.Progress, new(UnreadableReason.UnknownFormat, 0));
        }
        finally
        {
            state.State = null;
        }
    }

    /// <summary>
    /// The stored descriptions of a session. Events may come during the read: check <see cref="Session.HasAllDescriptions"/> in the turn that uses them.
    /// </summary>
    /// <inheritdoc cref="ReadStart"/>
    public async Task<Descriptions> ReadDescriptions(GrainId id, Session session)
    {
        var expected = session.LastStoredDescription;
        var stored = await ReadDescriptions(id);
        return expected == 0 || stored.Has(expected) ? stored : throw Unreadable(id, RecordKind.Descriptions, new(UnreadableReason.Damaged, 0));
    }

    /// <summary>Whether all records of a session can be read.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task<bool> IsReadable(GrainId id)
    {
        try
        {
            await Read(id, new());
            await ReadDescriptions(id);
            return true;
        }
        catch (UnreadableRecordException)
        {
            return false;
        }
    }

    /// <summary>Removes the records of a session without reading them. False if this store cannot.</summary>
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

    /// <summary>Erases the records of a session without reading them, and its report.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer, or cannot erase.</exception>
    public async Task Erase(GrainId id)
    {
        if (erasable is null)
        {
            throw new StoreUnavailableException("This store cannot erase sessions.");
        }

        try
        {
            await erasable.EraseAsync(id.Key.ToString()!);
        }
        catch (Exception exception)
        {
            throw RecordFailedWrite(exception);
        }

        outages.RecordWritten();
    }

    /// <summary>
    /// Stores the progress of a session, and for a finished session its report in the same batch. The session is serialized before this returns, so it may
    /// change afterwards; a finished one cannot.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store refuses.</exception>
    /// <exception cref="InconsistentStateException">Another activation has stored the session in the meantime.</exception>
    public async Task Write(GrainId id, Session session, ProgressState state)
    {
        var began = Stopwatch.GetTimestamp();
        var report = session.IsFinished ? await MakeReport(id, session) : null;
        try
        {
            await (_descriptions.IsBatched ? Task.CompletedTask : AppendDescriptions(id, session));
            state.State = Record(session, report, _descriptions.Part(id, session.NewDescriptions));
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
            RecordClosed(session);
        }
    }

    /// <summary>Counts a session whose report is stored: <see cref="Write"/> does, unless it did not learn that.</summary>
    public void RecordClosed(Session session) => instruments.RecordClosed(session);

    /// <summary>Whether callers get this exception as it is, because the store caused it.</summary>
    public static bool IsStoreFailure(Exception exception) => exception is StoreUnavailableException or InconsistentStateException or UnreadableRecordException;

    /// <summary>Removes both records of a session, the start last, so that an interrupted removal is found again.</summary>
    public async Task Forget(GrainId id, ProgressState progress)
    {
        await Write(static (storage, id, state) => storage.ClearStateAsync(StoredRecordNames.Progress, id, state), id, progress);
        await Write((_, id, _) => _descriptions.Clear(id), id, progress);
        var start = new GrainState<StartRecord>();
        await Read(static (storage, id, state) => storage.ReadStateAsync(StoredRecordNames.Start, id, state), id, start, RecordKind.Start);
        await Write(static (storage, id, state) => storage.ClearStateAsync(StoredRecordNames.Start, id, state), id, start);
    }

    /// <summary>The progress record with the values that the store needs.</summary>
    private static ProgressRecord Record(Session session, byte[]? report, byte[]? descriptions) => new()
    {
        Progress = session.Progress,
        SweepAtMs = session.IsFinished ? long.MaxValue : session.ClosedBy is not null ? session.NextDeadlineMs : null,
        ExpiresAtMs = session.IsFinished ? session.ExpiresAtMs : null,
        Report = report,
        Descriptions = descriptions,
    };

    /// <summary>Stores the new descriptions before the progress record that refers to them, also those that come meanwhile.</summary>
    private async Task AppendDescriptions(GrainId id, Session session)
    {
        while (_descriptions.Part(id, session.NewDescriptions) is { } part)
        {
            var last = session.DescriptionCount;
            await _descriptions.Append(id, part);
            session.OnDescriptionsStored(last);
        }
    }

    private async Task<Descriptions> ReadDescriptions(GrainId id)
    {
        var descriptions = Descriptions.None;
        await Read(async (_, id, _) => descriptions = await _descriptions.Read(id), id, descriptions, RecordKind.Descriptions);
        return descriptions;
    }

    /// <summary>Puts an unreadable record into quarantine and returns the exception for callers. Not an outage: the store has answered.</summary>
    private UnreadableRecordException Unreadable(GrainId id, RecordKind kind, UnreadableRecordException failure)
    {
        quarantine.Record(new(kind, id.Key.ToString()!, failure.Reason, failure.Bytes));
        return failure;
    }

    private async Task<byte[]> MakeReport(GrainId id, Session session)
    {
        var start = await ReadStart(id) ?? throw Unreadable(id, RecordKind.Start, new(UnreadableReason.Damaged, 0));
        var descriptions = session.LastStoredDescription == 0 ? Descriptions.None : await ReadDescriptions(id, session);
        var sessionId = id.Key.ToString()!;
        return RecordChecksum.Seal(sessionId, RecordKind.Report.Name(), serializer.SerializeToArray(SessionViews.Of(sessionId, session, start, descriptions)));
    }

    /// <summary>
    /// Records a failed write and returns the exception for callers: a version conflict keeps its type, because Orleans acts on it and the store is available;
    /// any other failure of the store becomes a <see cref="StoreUnavailableException"/>.
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
/// <param name="Start">Its start record.</param>
/// <param name="Session">The session; null for a downloaded session whose events were never stored.</param>
internal sealed record StoredSession(StartRecord Start, Session? Session);
