using Orleans.Concurrency;

namespace SessionGrains.Sessions.Search;

/// <summary>Searches the sessions of the whole cluster. Key 0; every silo has its own activations.</summary>
[Alias("sg.session-finder")]
public interface ISessionFinder : IGrainWithIntegerKey
{
    /// <summary>
    /// Finds sessions in the memory of a silo, and the last 10,000 that each silo removed from memory, while they are retained. A silo that does not answer in
    /// 1.5 s is left out, and the answer is marked incomplete.
    /// </summary>
    [Alias("find"), ReadOnly] Task<FoundSessions> Find(SessionQuery query);
}
