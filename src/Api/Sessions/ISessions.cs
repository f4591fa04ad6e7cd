using Orleans.Runtime;
using SessionGrains.Reports;
using SessionGrains.Sessions;
using SessionGrains.Sessions.Search;
using SessionGrains.Silo.Clustering;

namespace SessionGrains.Api.Sessions;

/// <summary>Finds the grains of the cluster.</summary>
internal interface ISessions
{
    /// <summary>The grain of a session.</summary>
    ISessionGrain Of(IdSpan id);

    /// <inheritdoc cref="Of(IdSpan)"/>
    ISessionGrain Of(string id) => Of(IdSpan.Create(id));

    /// <summary>The sessions of the silo in this process; null: there is none.</summary>
    LocalSessions? Local => null;

    /// <summary>What closed sessions left behind.</summary>
    IReportReader Reports { get; }

    /// <summary>Finds sessions by what a person knows of them.</summary>
    ISessionFinder Finder { get; }
}

/// <summary>The sessions of the Orleans cluster.</summary>
internal sealed class ClusterSessions(IGrainFactory grains, ClusterReach reach, LocalSessions? local = null) : ISessions
{
    private SessionAddressing? _addressing;

    /// <exception cref="SiloUnavailableException">The cluster is not reached now: a call would fail or wait in vain.</exception>
    public ISessionGrain Of(IdSpan id)
    {
        var reached = Reached;
        var addressing = _addressing ??= SessionAddressing.Of(reached.GetGrain<ISessionGrain>(id.ToString()));
        return (ISessionGrain)reached.GetGrain(GrainId.Create(addressing.GrainType, id), addressing.InterfaceType);
    }

    /// <inheritdoc/>
    public LocalSessions? Local => local;

    /// <inheritdoc cref="Of"/>
    public IReportReader Reports => Reached.GetGrain<IReportReader>(0);

    /// <inheritdoc cref="Of"/>
    public ISessionFinder Finder => Reached.GetGrain<ISessionFinder>(0);

    private IGrainFactory Reached => reach.IsReached ? grains : throw new SiloUnavailableException("The cluster is not reached.");

    /// <summary>What all references to sessions share. Orleans would find it out anew for each, by reflection, which costs more than the call.</summary>
    private sealed record SessionAddressing(GrainType GrainType, GrainInterfaceType InterfaceType)
    {
        public static SessionAddressing Of(ISessionGrain session)
        {
            var reference = (GrainReference)session;
            return new(reference.GrainId.Type, reference.InterfaceType);
        }
    }
}
