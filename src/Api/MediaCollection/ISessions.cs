using Orleans.Runtime;
using SessionGrains.Sessions;
using SessionGrains.Silo.Hosting;

namespace SessionGrains.Api.MediaCollection;

/// <summary>Finds the grain of a session.</summary>
internal interface ISessions
{
    ISessionGrain Of(string id);
}

/// <summary>The sessions of the Orleans cluster.</summary>
internal sealed class ClusterSessions(IGrainFactory grains, ClusterReach reach) : ISessions
{
    /// <exception cref="SiloUnavailableException">The cluster is not reached now: a call would fail or wait in vain.</exception>
    public ISessionGrain Of(string id) =>
        reach.IsReached ? grains.GetGrain<ISessionGrain>(id) : throw new SiloUnavailableException("The cluster is not reached.");
}
