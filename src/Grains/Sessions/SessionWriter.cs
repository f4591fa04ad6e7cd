using SessionGrains.Stores;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>
/// Stores one session with one write in flight. Changes that arrive during a write share the next one, and each caller waits for the write that contains its
/// change. Not thread-safe: called in the turns of one activation. After a failed write every further call fails, because it is unknown what is stored; the
/// session must be loaded again.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="record">Where it is stored.</param>
/// <param name="durability">What must be stored when <see cref="Store"/> completes.</param>
/// <param name="time">The clock of sessions.</param>
/// <param name="isStored">Whether the store has the session as it is now.</param>
internal sealed class SessionWriter(Session session, ISessionRecord record, SessionDurability durability, TimeProvider time, bool isStored = true)
{
    /// <summary>
    /// How long the write of a ping that only let time pass may wait: the 60 s of docs/protocol.md#3-answers-that-are-promises, less one ping.
    /// </summary>
    private const long MaxUnstoredMs = 50_000;

    private int _storedRevision = isStored ? session.Revision : -1;
    private long _storedAtMs = NowMs(time);

    /// <summary>The write in flight, or a failed one.</summary>
    private Task? _write;
    private int _writeRevision;

    /// <summary>The write after the one in flight.</summary>
    private Task? _next;

    public Session Session => session;

    /// <summary>Whether a write is in flight.</summary>
    public bool IsWriting => _write is { IsCompleted: false };

    /// <summary>Whether the store has the session as it is now.</summary>
    public bool IsStored => _storedRevision >= session.Revision;

    public bool HasFailed => _write is { IsCompleted: true };

    /// <summary>When the session must be woken, ms since 1970-01-01 UTC: its next deadline, or earlier if a change must be stored by then.</summary>
    public long WakeAtMs => session.EventRevision > Math.Max(_storedRevision, _writeRevision)
        ? Math.Min(session.NextDeadlineMs, _storedAtMs + MaxUnstoredMs)
        : session.NextDeadlineMs;

    /// <summary>Completes when everything that the durability requires is stored.</summary>
    /// <exception cref="StoreUnavailableException">The store refuses.</exception>
    public Task Store() => StoreUpTo(RequiredRevision());

    /// <summary>Completes when everything is stored, whatever the durability.</summary>
    /// <inheritdoc cref="Store"/>
    public Task Flush() => StoreUpTo(session.Revision);

    /// <summary>Completes when no write is in flight, whether they succeeded or failed.</summary>
    public async Task Settle()
    {
        while (!HasFailed && (_next ?? _write) is { } write)
        {
            await Task.WhenAny(write);
        }
    }

    private static long NowMs(TimeProvider time) => time.GetUtcNow().ToUnixTimeMilliseconds();

    private int RequiredRevision() =>
        durability == SessionDurability.EveryEvent || NowMs(time) - _storedAtMs >= MaxUnstoredMs ? session.EventRevision : session.TransitionRevision;

    private Task StoreUpTo(int revision)
    {
        if (_storedRevision >= revision)
        {
            return Task.CompletedTask;
        }

        if (_write is not { } write)
        {
            return BeginWrite();
        }

        return _writeRevision >= revision || HasFailed ? write : _next ??= StoreNext(write);
    }

    private async Task StoreNext(Task write)
    {
        try
        {
            await write;
        }
        finally
        {
            _next = null;
        }

        await Flush();
    }

    private Task BeginWrite()
    {
        _writeRevision = session.Revision;
        var write = Write(_writeRevision);
        _write = write.IsCompletedSuccessfully ? null : write;
        return write;
    }

    private async Task Write(int revision)
    {
        var lastDescription = session.DescriptionCount;
        await record.Write(session);
        session.OnDescriptionsStored(lastDescription);
        _storedRevision = revision;
        _storedAtMs = NowMs(time);
        _write = null;
    }
}

/// <summary>The record of one session in the store.</summary>
internal interface ISessionRecord
{
    /// <summary>Stores the session with its new descriptions as it is at the call: it may change before the write ends, unless it is finished.</summary>
    /// <exception cref="StoreUnavailableException">The store refuses.</exception>
    Task Write(Session session);
}
