using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Storage;
using SessionGrains.Live;
using SessionGrains.Quarantine;
using SessionGrains.Sessions.Search;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>What the session grains of a silo share: the store, the clock and the rules.</summary>
internal sealed class SessionPersistence(
    [FromKeyedServices(StoredRecordNames.StorageName)] IGrainStorage storage, SessionStoreTraits traits, IOptions<SessionsOptions> options,
    StoreOutages outages, SessionIndex index, LiveCounters live, RecordQuarantine quarantine, TimeProvider time, IRecordPurge? purge = null)
{
    public TrackingRules Rules { get; } = new(
        (long)options.Value.IdleTimeout.TotalMilliseconds,
        (long)options.Value.NoProgressTimeout.TotalMilliseconds,
        (long)options.Value.MaxAge.TotalMilliseconds,
        (long)options.Value.Retention.TotalMilliseconds) { Outages = outages };

    public SessionDurability Durability { get; } = options.Value.Durability;

    public bool StoreForgetsByItself { get; } = traits.ForgetsByItself;

    public TimeProvider Time => time;

    /// <summary>Where the sessions of this silo are found.</summary>
    public SessionIndex Index => index;

    /// <summary>Where the sessions of this silo count.</summary>
    public LiveCounters Live => live;

    public long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

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

    /// <inheritdoc cref="ReadStart"/>
    public async Task ReadProgress(GrainId id, ProgressState state)
    {
        await Read(static (storage, id, state) => storage.ReadStateAsync(StoredRecordNames.Progress, id, state), id, state, RecordKind.Progress);
        if (state.RecordExists && state.State?.Progress is null)
        {
            throw Unreadable(id, RecordKind.Progress, new(UnreadableReason.UnknownFormat, 0));
        }
    }

    /// <summary>A record of a session cannot be read: notes it, and returns what callers are told. No outage: the store has answered.</summary>
    public UnreadableRecordException Unreadable(GrainId id, RecordKind kind, UnreadableRecordException failure)
    {
        quarantine.Note(new(kind, id.Key.ToString()!, failure.Reason, failure.Bytes));
        return failure;
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
            throw NoteUnwritten(exception);
        }

        outages.NoteWritten();
        return true;
    }

    /// <summary>
    /// Begins to store what events changed, as the store does it: its end is to be told to <see cref="NoteWritten"/> or <see cref="NoteUnwritten"/>. The
    /// record is serialized before this returns, so the session may go on changing.
    /// </summary>
    public Task BeginWriteProgress(GrainId id, ProgressState state) => storage.WriteStateAsync(StoredRecordNames.Progress, id, state);

    /// <summary>Stores what events changed; serialized before this returns, as above.</summary>
    public async Task WriteProgress(GrainId id, ProgressState state)
    {
        var began = Stopwatch.GetTimestamp();
        await Write(static (storage, id, state) => storage.WriteStateAsync(StoredRecordNames.Progress, id, state), id, state);
        live.NoteWrite(began);
    }

    /// <summary>A write of events that began at <paramref name="began"/> (<see cref="Stopwatch.GetTimestamp"/>) is durable.</summary>
    public void NoteWritten(long began)
    {
        outages.NoteWritten();
        live.NoteWrite(began);
    }

    /// <summary>
    /// A write failed; returns what callers are told. Whatever a store fails with, that is that it is unavailable. A version conflict keeps its type:
    /// Orleans acts on it, and it is of a store that takes writes.
    /// </summary>
    public Exception NoteUnwritten(Exception exception)
    {
        if (exception is InconsistentStateException)
        {
            outages.NoteWritten();
        }
        else if (exception is not UnreadableRecordException)
        {
            outages.NoteUnwritten();
        }

        return ToldOf(exception);
    }

    /// <summary>What callers are told of a write that failed.</summary>
    public static Exception ToldOf(Exception exception) => exception is InconsistentStateException or UnreadableRecordException ? exception : StoreUnavailableException.Of(exception);

    /// <summary>Removes both records of a session, the start last, so that an interrupted removal is found again.</summary>
    public async Task Forget(GrainId id, ProgressState progress)
    {
        await Write(static (storage, id, state) => storage.ClearStateAsync(StoredRecordNames.Progress, id, state), id, progress);
        var start = new GrainState<StartRecord>();
        await Read(static (storage, id, state) => storage.ReadStateAsync(StoredRecordNames.Start, id, state), id, start, RecordKind.Start);
        await Write(static (storage, id, state) => storage.ClearStateAsync(StoredRecordNames.Start, id, state), id, start);
    }

    private async Task Read<TState>(Func<IGrainStorage, GrainId, TState, Task> operation, GrainId id, TState state, RecordKind kind)
    {
        try
        {
            await operation(storage, id, state);
            outages.NoteRead();
        }
        catch (Exception exception) when (UnreadableRecordException.In(exception) is { } unreadable)
        {
            outages.NoteRead();
            throw Unreadable(id, kind, unreadable);
        }
        catch (Exception exception)
        {
            outages.NoteUnread();
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
            ExceptionDispatchInfo.Throw(NoteUnwritten(exception));
        }

        outages.NoteWritten();
    }
}
