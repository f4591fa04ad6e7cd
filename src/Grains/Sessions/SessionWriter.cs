using SessionGrains.Stores;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>
/// Keeps one session in the store: one write in flight, and whoever comes meanwhile shares the next one. Each caller waits for the write that has its change in it.
/// Not thread-safe: called in the turns of one activation. Once a write has failed every further call fails likewise, because nobody knows what is stored:
/// the session must be loaded anew.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="record">Where it is stored.</param>
/// <param name="durability">What a <see cref="Store"/> must have stored when it completes.</param>
/// <param name="time">The clock of sessions.</param>
/// <param name="isStored">Whether the store has the session as it is now.</param>
internal sealed class SessionWriter(Session session, ISessionRecord record, SessionDurability durability, TimeProvider time, bool isStored = true)
{
    /// <summary>How long a ping that only let time pass may wait for its write: one ping less than the 60 s of decisions.md section 3.</summary>
    private const long MaxUnstoredMs = 50_000;

    private int _storedRevision = isStored ? session.Revision : -1;
    private long _storedAtMs = NowMs(time);

    /// <summary>The write in flight, or one that has failed.</summary>
    private Task? _write;
    private int _writeRevision;

    /// <summary>The write after the one in flight.</summary>
    private Task? _next;

    public Session Session => session;

    /// <summary>Whether a write is in flight.</summary>
    public bool IsWriting => _write is { IsCompleted: false };

    public bool HasFailed => _write is { IsCompleted: true };

    /// <summary>When somebody must look at the session again, ms since 1970-01-01 UTC: it has a deadline then, or something that should be stored by then.</summary>
    public long WakeAtMs => session.EventRevision > Math.Max(_storedRevision, _writeRevision)
        ? Math.Min(session.NextDeadlineMs, _storedAtMs + MaxUnstoredMs)
        : session.NextDeadlineMs;

    /// <summary>Completes when all that the durability asks for is stored.</summary>
    /// <exception cref="StoreUnavailableException">The store refuses.</exception>
    public Task Store() => StoreUpTo(RequiredRevision());

    /// <summary>Completes when everything is stored, whatever the durability.</summary>
    /// <inheritdoc cref="Store"/>
    public Task Flush() => StoreUpTo(session.Revision);

    /// <summary>Completes when no write is in flight any more, however it ended.</summary>
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
            return Begin();
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

    private Task Begin()
    {
        _writeRevision = session.Revision;
        var write = Write(_writeRevision);
        _write = write.IsCompletedSuccessfully ? null : write;
        return write;
    }

    private async Task Write(int revision)
    {
        await record.Write(session);
        _storedRevision = revision;
        _storedAtMs = NowMs(time);
        _write = null;
    }
}

/// <summary>The record of one session in the store.</summary>
internal interface ISessionRecord
{
    /// <summary>
    /// Stores the session as it is when this is called: it may change before the write has ended, unless it is finished.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store refuses.</exception>
    Task Write(Session session);
}
