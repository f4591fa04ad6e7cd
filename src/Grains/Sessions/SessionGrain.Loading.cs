using SessionGrains.Live;
using SessionGrains.Messages;
using SessionGrains.Quarantine;
using SessionGrains.Rooms;
using SessionGrains.Sessions.Search;
using SessionGrains.Stores;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>What of a session is in memory, and how it gets there and goes.</summary>
internal sealed partial class SessionGrain : IQuarantinedSession
{
    private readonly SessionPresence _presence = new(silo);
    private ProgressState _stored = new();
    private SessionWriter? _writer;
    private Task<bool>? _loading;
    private bool _isLeaving;

    /// <summary>What is stored is the start of a downloaded session whose events never came.</summary>
    private bool _isIncompleteDownload;

    private bool IsLoaded => _writer is { HasFailed: false } writer && !IsExpired(writer.Session);

    /// <summary>The session, which was in memory before the turns that ran meanwhile.</summary>
    private SessionWriter Loaded =>
        _writer is { HasFailed: false } writer ? writer : throw new StoreUnavailableException("A write of the session failed while it was being used.");

    /// <inheritdoc/>
    public async Task<bool> Purge()
    {
        if (await silo.Store.IsReadable(GrainContext.GrainId))
        {
            return false;
        }

        // A write that is under way would put a record back.
        await (_writer?.Settle() ?? Task.CompletedTask);
        var isPurged = await silo.Store.Purge(GrainContext.GrainId);
        if (isPurged)
        {
            Drop();
        }

        DeactivateOnIdle();
        return isPurged;
    }

    /// <summary>What is refused leaves nothing in memory.</summary>
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

    /// <summary>As <see cref="Load"/>, where there is room to take the event then.</summary>
    private ValueTask<bool> LoadForEvent(PlayerEvent playerEvent)
    {
        AdmitOrDeactivate(admission => admission.Load(playerEvent));
        return Load();
    }

    /// <summary>Makes sure that the session is in memory. False when there is none: then no activation is left behind.</summary>
    private ValueTask<bool> Load()
    {
        if (IsLoaded)
        {
            return new(true);
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
            if (_writer is { HasFailed: true })
            {
                Drop();
            }

            if (_writer is null && await silo.Store.Read(GrainContext.GrainId, _stored) is { } stored)
            {
                Adopt(stored);
            }

            if (_writer is { Session: var session } && IsExpired(session))
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
            // Nothing to keep in memory for whoever asks next.
            DeactivateOnIdle();
            throw;
        }
        finally
        {
            _loading = null;
        }
    }

    private bool IsExpired(Session session) => session.IsFinished && silo.NowMs >= session.ExpiresAtMs;

    /// <summary>Takes the session as the store has it. Half a downloaded batch is none.</summary>
    private void Adopt(StoredSession stored)
    {
        _isIncompleteDownload = stored.Session is null;
        if (stored.Session is { } session)
        {
            Adopt(session, session.IsFinished ? null : SearchKeys.Of(stored.Start.Request));
            if (!stored.Start.IsDownloaded)
            {
                _presence.EnterCounts(session, LiveTopic.Of(stored.Start.Request));
            }
        }
    }

    /// <param name="session">The session.</param>
    /// <param name="keys">By what it is found from now on. One that came out of the store finished is not put in again by being read.</param>
    /// <param name="isStored">Whether the store has it as it is.</param>
    private void Adopt(Session session, SearchKeys? keys, bool isStored = true)
    {
        _writer = new(session, this, silo.Durability, silo.Time, isStored);
        _presence.Enter(GrainContext.GrainId.Key, session, keys, this);
    }

    /// <summary>What is in memory does not count, the next call finds the session as the store has it.</summary>
    private void Drop() => (_writer, _stored) = (null, new());
}
