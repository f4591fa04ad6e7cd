using Orleans.Runtime;
using SessionGrains.Reports;
using SessionGrains.Sessions;
using SessionGrains.Sessions.Search;
using SessionGrains.Silo.Clustering;

namespace SessionGrains.Api.Sessions;

/// <summary>The sessions of the Orleans cluster.</summary>
internal sealed class ClusterSessions(IGrainFactory grains, ClusterReach reach, LocalSessions? local = null) : ISessions
{
    private Addressing? _session;
    private Addressing? _start;

    /// <inheritdoc/>
    public ISessionGrain Of(IdSpan id) => Reference<ISessionGrain>(ref _session, id);

    /// <inheritdoc/>
    public ISessionStart New(IdSpan id) => local is null ? Of(id) : Reference<ISessionStart>(ref _start, id);

    /// <inheritdoc/>
    public LocalSessions? Local => local;

    /// <inheritdoc/>
    public IReportReader Reports => Reached.GetGrain<IReportReader>(0);

    /// <inheritdoc/>
    public ISessionFinder Finder => Reached.GetGrain<ISessionFinder>(0);

    private IGrainFactory Reached => reach.IsReached ? grains : throw new SiloUnavailableException("The cluster is not reached.");

    private T Reference<T>(ref Addressing? addressing, IdSpan id)
        where T : IGrainWithStringKey
    {
        var reached = Reached;
        addressing ??= Addressing.Of(reached.GetGrain<T>(id.ToString()));
        return (T)reached.GetGrain(GrainId.Create(addressing.GrainType, id), addressing.InterfaceType);
    }

    /// <summary>The part that all references of one interface share. Orleans would determine it for each one by reflection, which costs more than the call.</summary>
    private sealed record Addressing(GrainType GrainType, GrainInterfaceType InterfaceType)
    {
        public static Addressing Of(IAddressable grain)
        {
            var reference = (GrainReference)grain;
            return new(reference.GrainId.Type, reference.InterfaceType);
        }
    }
}
