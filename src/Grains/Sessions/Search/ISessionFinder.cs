using Orleans.Concurrency;

namespace SessionGrains.Sessions.Search;

/// <summary>Finds sessions of the whole cluster. Key 0; every silo has its own activations.</summary>
[Alias("sg.session-finder")]
public interface ISessionFinder : IGrainWithIntegerKey
{
    /// <summary>
    /// Sessions that are in the memory of a silo, and the last 10,000 that each silo let go of, as long as they are kept. A silo that does not answer
    /// in 1.5 s is left out, and the answer says so.
    /// </summary>
    [Alias("find"), ReadOnly] Task<FoundSessions> Find(SessionQuery query);
}
