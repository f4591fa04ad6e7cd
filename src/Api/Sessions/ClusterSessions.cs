using Orleans.Runtime;
using SessionGrains.Reports;
using SessionGrains.Sessions;
using SessionGrains.Sessions.Search;
using SessionGrains.Silo.Clustering;

namespace SessionGrains.Api.Sessions;

/// <summary>The sessions of the Orleans cluster.</summary>
internal sealed class ClusterSessions(IGrainFactory grains, ClusterReach reach, LocalSessions? local = null) : ISessions
{
    private SessionAddressing? _addressing;

    /// <inheritdoc/>
    public ISessionGrain Of(IdSpan id)
    {
        var reached = Reached;
        var addressing = _addressing ??= SessionAddressing.Of(reached.GetGrain<ISessionGrain>(id.ToString()));
        return (ISessionGrain)reached.GetGrain(GrainId.Create(addressing.GrainType, id), addressing.InterfaceType);
    }

    /// <inheritdoc/>
    public LocalSessions? Local => local;

    /// <inheritdoc/>
    public IReportReader Reports => Reached.GetGrain<IReportReader>(0);

    /// <inheritdoc/>
    public ISessionFinder Finder => Reached.GetGrain<ISessionFinder>(0);

    private IGrainFactory Reached => reach.IsReached ? grains : throw new SiloUnavailableException("The cluster is not reached.");

    /// <summary>The part that all references to sessions share. Orleans would determine it for each one by reflection, which costs more than the call.</summary>
    private sealed record SessionAddressing(GrainType GrainType, GrainInterfaceType InterfaceType)
    {
        public static SessionAddressing Of(ISessionGrain session)
        {
            var reference = (GrainReference)session;
            return new(reference.GrainId.Type, reference.InterfaceType);
        }
    }
}
