using Microsoft.Extensions.Options;
using SessionGrains.Live;
using SessionGrains.Rooms;
using SessionGrains.Sessions.Search;
using SessionGrains.Stores;
using SessionGrains.Timeouts;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>What the session grains of a silo share. One object, so that an activation carries one reference.</summary>
internal sealed class SessionDependencies(
    SessionStore store, SessionStoreTraits traits, IOptions<SessionsOptions> options, SessionTimeouts rules, TimeProvider time,
    OpenSessions open, Admission admission, DeadlineWheel wheel, SessionIndex index, SiloCounters live)
{
    public SessionStore Store => store;

    public SessionStoreTraits Traits => traits;

    public SessionDurability Durability { get; } = options.Value.Durability;

    public SessionTimeouts Rules => rules;

    public TimeProvider Time => time;

    public long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    public OpenSessions Open => open;

    public Admission Admission => admission;

    public DeadlineWheel Wheel => wheel;

    /// <summary>Where the sessions of this silo are found.</summary>
    public SessionIndex Index => index;

    /// <summary>Where the sessions of this silo count.</summary>
    public SiloCounters Live => live;
}
