using SessionGrains.Live;
using SessionGrains.Rooms;
using SessionGrains.Sessions.Search;
using SessionGrains.Stores;
using SessionGrains.Timeouts;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>What the session grains of a silo share. One object, so that an activation holds one reference.</summary>
internal sealed record SessionDependencies(
    SessionStore Store, SessionStoreTraits Traits, IOptions<SessionsOptions> Options, SessionTimeouts Timeouts, TimeProvider Time,
    OpenSessions Open, Admission Admission, DeadlineWheel Wheel, SessionIndex Index, SiloCounters Live)
{
    public SessionDurability Durability { get; } = Options.Value.Durability;

    public long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();
}
