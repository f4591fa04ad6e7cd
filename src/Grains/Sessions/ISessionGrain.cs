using SessionGrains.Sessions.Search;
using SessionGrains.Sessions.Watching;
using SessionGrains.Stores;
using SessionGrains.Timeouts;

namespace SessionGrains.Sessions;

/// <summary>
/// One media session, keyed by its id: 64 lower-case hexadecimal characters. When a call returns, its effect is stored at the configured durability. If the
/// store refuses, the call throws <see cref="StoreUnavailableException"/> and has no effect.
/// </summary>
[Alias("sg.session")]
public interface ISessionGrain : ITimedSession, ISessionStart
{
    /// <summary>
    /// Applies one event. The timeout is that of <see cref="ISessionStart.Start"/>. A repeated event (same <see cref="PlayerEvent.Fingerprint"/>) is accepted and applied
    /// once.
    /// </summary>
    [Alias("track"), ResponseTimeout("00:00:02")] ValueTask<TrackVerdict> Track(PlayerEvent playerEvent);

    /// <summary>The session with every event that has arrived; null if there is none.</summary>
    [Alias("read")] Task<SessionView?> Read();

    /// <summary>As <see cref="Read"/>, with the journal.</summary>
    [Alias("read-story")] Task<SessionView?> ReadWithJournal();

    /// <summary>
    /// Returns what a watcher has not seen yet: at once if there is something, otherwise on the next change or after <paramref name="timeout"/> (at most 1 s).
    /// Null if there is no such session. Watchers call repeatedly; sessions without watchers pay nothing.
    /// </summary>
    /// <param name="seen">The cursor of the last answer; null for everything.</param>
    /// <param name="timeout">How long to wait for a change.</param>
    [Alias("watch")] Task<SessionUpdate?> Watch(WatchCursor? seen, TimeSpan timeout);

    /// <summary>A summary of the session if it matches <paramref name="query"/>; otherwise null.</summary>
    [Alias("find")] Task<FoundSession?> Find(SessionQuery query);
}
