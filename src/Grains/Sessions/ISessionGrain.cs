using SessionGrains.Messages;
using SessionGrains.Sessions.Search;
using SessionGrains.Sessions.Watching;
using SessionGrains.Stores;
using SessionGrains.Timeouts;

namespace SessionGrains.Sessions;

/// <summary>
/// One viewing session, keyed by its id: 64 lower-case hexadecimal characters. A call that returns has been stored at the configured
/// durability; a store that refuses makes it throw <see cref="StoreUnavailableException"/>, and then nothing of it counts.
/// </summary>
[Alias("sg.session")]
public interface ISessionGrain : ITimedSession
{
    /// <summary>
    /// Opens the session. The id is fresh, so nothing is read. Orleans, which looks once a second, gives it up in the third second: whoever called has time to
    /// try again within the 5 s of its own caller.
    /// </summary>
    [Alias("start"), ResponseTimeout("00:00:02")] Task Start(StartRequest request);

    /// <summary>
    /// Takes one event, and is given up as <see cref="Start"/> is. A repeated one (same <see cref="PlayerEvent.Fingerprint"/>) is accepted and applied once.
    /// </summary>
    [Alias("track"), ResponseTimeout("00:00:02")] ValueTask<TrackVerdict> Track(PlayerEvent playerEvent);

    /// <summary>Takes a whole downloaded session and closes it. The same batch again changes nothing.</summary>
    [Alias("submit")] Task SubmitDownloaded(StartRequest request, PlayerEvent[] events);

    /// <summary>The session as it is now, every event included that has arrived; null when there is none.</summary>
    [Alias("read")] Task<SessionView?> Read();

    /// <summary>As <see cref="Read"/>, with the session's journal.</summary>
    [Alias("read-story")] Task<SessionView?> ReadWithJournal();

    /// <summary>
    /// What a watcher has not seen yet: at once where there is something, otherwise when there is, or after <paramref name="patience"/> (at most 1 s).
    /// Null when there is no such session. Whoever watches calls again and again; nobody else pays for it.
    /// </summary>
    /// <param name="seen">The cursor of the last answer; null: everything.</param>
    /// <param name="patience">How long to wait for news.</param>
    [Alias("watch")] Task<SessionUpdate?> Watch(WatchCursor? seen, TimeSpan patience);

    /// <summary>The session in a few words if it is one that <paramref name="query"/> looks for; otherwise null.</summary>
    [Alias("find")] Task<FoundSession?> Find(SessionQuery query);
}
