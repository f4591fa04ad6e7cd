using SessionGrains.Live;
using SessionGrains.Quarantine;
using SessionGrains.Rooms;
using SessionGrains.Sessions.Search;
using SessionGrains.Stores;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>Loading a session into memory and removing it.</summary>
internal sealed partial class SessionGrain : IQuarantinedSession
{
    private readonly SessionPresence _presence = new(silo);
    private ProgressState _stored = new();
    private SessionWriter? _writer;
    private Task<bool>? _loading;
    private bool _isLeaving;

    /// <summary>The store has the start of a downloaded session, but not its events.</summary>
    private bool _isIncompleteDownload;

    private bool IsLoaded => _erasure is null && _writer is { HasFailed: false } writer && !IsExpired(writer);

    /// <summary>The writer of the session, which was loaded before other turns ran.</summary>
    private SessionWriter Writer =>
        _erasure is null && _writer is { HasFailed: false } writer ? writer : throw new StoreUnavailableException("A write of the session failed while the call was running, or it was erased.");

    /// <inheritdoc/>
    public async Task<bool> Purge()
    {
        if (await silo.Store.IsReadable(GrainContext.GrainId))
        {
            return false;
        }

        // A write in flight would store a record again.
        await (_writer?.Settle() ?? Task.CompletedTask);
        var isPurged = await silo.Store.Purge(GrainContext.GrainId);
        if (isPurged)
        {
            Discard();
        }

        DeactivateOnIdle();
        return isPurged;
    }

    /// <summary>Deactivates the grain if <paramref name="admit"/> refuses.</summary>
    /// <exception cref="SiloFullException">There is no room.</exception>
    private void AdmitOrDeactivate(Action<Admission> admit)
    {
        try
        {
            admit(silo.Admission);
        }
        catch (SiloFullException)
        {
            DeactivateOnIdle();
            throw;
        }
    }

    /// <summary>As <see cref="Load"/>, if there is room for the event.</summary>
    private ValueTask<bool> LoadForEvent(PlayerEvent playerEvent)
    {
        AdmitOrDeactivate(admission => admission.AdmitLoad(playerEvent));
        return Load();
    }

    /// <summary>Loads the session into memory if it is not there. False if there is none; the activation then goes.</summary>
    private ValueTask<bool> Load()
    {
        if (IsLoaded)
        {
            return new(true);
        }

        if (_erasure is not null)
        {
            return new(IsThereAfterErasure());
        }

        if (_loading is not { IsCompleted: false })
        {
            _loading = LoadFromStore();
        }

        return new(_loading);
    }

    private async Task<bool> LoadFromStore()
    {
        try
        {
            // A write that failed may have been stored all the same.
            var mayBeStored = _writer is { HasFailed: true, Session.IsFinished: true };
            if (_writer is { HasFailed: true })
            {
                Discard();
            }

            if (_writer is null && await silo.Store.Read(GrainContext.GrainId, _stored) is { } stored)
            {
                Use(stored);
                if (mayBeStored && stored.Session is { IsFinished: true } finished)
                {
                    silo.Store.RecordClosed(finished);
                }
            }

            if (_writer is { } writer && IsExpired(writer))
            {
                await silo.Store.Forget(GrainContext.GrainId, _stored);
                _writer = null;
            }

            if (_writer is null)
            {
                DeactivateOnIdle();
            }

            return _writer is not null;
        }
        catch (UnreadableRecordException)
        {
            // The next call reads the record again.
            DeactivateOnIdle();
            throw;
        }
        finally
        {
            _loading = null;
        }
    }

    /// <summary>Not before its close is stored: a session that is closed late, after an outage, may be past its retention while its report is being written.</summary>
    private bool IsExpired(SessionWriter writer) => writer.Session.IsFinished && writer.IsStored && silo.NowMs >= writer.Session.ExpiresAtMs;

    /// <summary>Uses the session as stored. An incomplete downloaded session counts as none.</summary>
    private void Use(StoredSession stored)
    {
        _isIncompleteDownload = stored.Session is null;
        if (stored.Session is { } session)
        {
            Use(session, session.IsFinished ? null : SearchKeys.Of(stored.Start.Request));
            if (!stored.Start.IsDownloaded)
            {
                _presence.EnterCounts(session, LiveTopic.Of(stored.Start.Request));
            }
        }
    }

    /// <param name="session">The session.</param>
    /// <param name="keys">The keys for search; null to leave it out of the index, as for a session that was already finished in the store.</param>
    /// <param name="isStored">Whether the store has the session as it is.</param>
    private void Use(Session session, SearchKeys? keys, bool isStored = true)
    {
        _writer = new(session, this, silo.Durability, silo.Time, isStored);
        _presence.Enter(GrainContext.GrainId.Key, session, keys, this);
    }

    /// <summary>Discards the session in memory: the next call loads it from the store.</summary>
    private void Discard() => (_writer, _stored) = (null, new());
}
