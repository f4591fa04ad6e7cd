using SessionGrains.Messages;

namespace SessionGrains.Sessions;

/// <summary>
/// The sessions that are active on this silo, for a front door of the same process: their events need neither a message nor a turn
/// of Orleans (record 8). Thread-safe. A session enters with the first message that Orleans brings it, and leaves when it is deactivated.
/// </summary>
public sealed class ResidentSessions
{
    /// <summary>A power of two: so many that a set which grows, or a thread that waits for another, stops nobody for long.</summary>
    private const int Shards = 64;

    private readonly Shard[] _shards = [.. Enumerable.Range(0, Shards).Select(static _ => new Shard())];

    /// <summary>
    /// Has a session of this silo take an event, as <see cref="ISessionGrain.Track"/> does. The verdict comes when all that the configured durability asks for is stored. False: the
    /// event must come as a message, for the session is not here or the event is no plain one, and nothing has happened.
    /// </summary>
    /// <param name="key">The session's id, as the grain's key.</param>
    /// <param name="playerEvent">The event; not to be changed afterwards.</param>
    /// <param name="verdict">To be awaited once. Fails as <see cref="ISessionGrain.Track"/> does, within the time that the store takes to give up.</param>
    public bool TryTrack(IdSpan key, PlayerEvent playerEvent, out ValueTask<TrackVerdict> verdict)
    {
        verdict = default;
        if (!Of(key).TryFind(key, out var session) || !session.TryTrackHere(playerEvent, out var given, out var storing))
        {
            return false;
        }

        verdict = storing?.Begin() ?? new(given);
        return true;
    }

    /// <summary>Whether the session is active on this silo.</summary>
    internal bool Has(IdSpan key) => Of(key).TryFind(key, out _);

    internal void Enter(SessionGrain session) => Of(SessionsByKey.KeyOf(session)).Add(session);

    internal void Leave(SessionGrain session) => Of(SessionsByKey.KeyOf(session)).Remove(session);

    private Shard Of(IdSpan key) => _shards[key.GetHashCode() & (Shards - 1)];

    /// <summary>A set with one reference for each session: there may be a million of them.</summary>
    private sealed class Shard
    {
        private readonly Lock _gate = new();
        private readonly HashSet<SessionGrain> _sessions = new(new SessionsByKey());
        private readonly HashSet<SessionGrain>.AlternateLookup<IdSpan> _byKey;

        public Shard() => _byKey = _sessions.GetAlternateLookup<IdSpan>();

        public bool TryFind(IdSpan key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SessionGrain? session)
        {
            lock (_gate)
            {
                return _byKey.TryGetValue(key, out session);
            }
        }

        /// <summary>In the place of one of the same key, which has lost the session.</summary>
        public void Add(SessionGrain session)
        {
            lock (_gate)
            {
                _sessions.Remove(session);
                _sessions.Add(session);
            }
        }

        public void Remove(SessionGrain session)
        {
            lock (_gate)
            {
                if (_sessions.TryGetValue(session, out var here) && ReferenceEquals(here, session))
                {
                    _sessions.Remove(session);
                }
            }
        }
    }

    private sealed class SessionsByKey : IEqualityComparer<SessionGrain>, IAlternateEqualityComparer<IdSpan, SessionGrain>
    {
        public static IdSpan KeyOf(SessionGrain session) => session.GrainContext.GrainId.Key;

        public bool Equals(SessionGrain? x, SessionGrain? y) => ReferenceEquals(x, y) || (x is not null && y is not null && KeyOf(x) == KeyOf(y));

        public int GetHashCode(SessionGrain obj) => KeyOf(obj).GetHashCode();

        public bool Equals(IdSpan alternate, SessionGrain other) => alternate == KeyOf(other);

        public int GetHashCode(IdSpan alternate) => alternate.GetHashCode();

        public SessionGrain Create(IdSpan alternate) => throw new NotSupportedException("A session is activated by Orleans.");
    }
}
