using Orleans;
using Orleans.Runtime;

namespace SessionGrains.Silo.Hosting;

/// <summary>
/// Whether this process can call grains now: its own silo is up, or a silo of the cluster is connected. Before that a grain call fails or waits in
/// vain, so the front door answers 503 and is not ready.
/// </summary>
public sealed class ClusterReach : ILifecycleParticipant<ISiloLifecycle>, ILifecycleParticipant<IClusterClientLifecycle>, IClusterConnectionStatusObserver
{
    private volatile bool _started;
    private volatile bool _lost;

    /// <summary>True from the moment the cluster is reached until the connection to its last silo is lost or this process begins to stop.</summary>
    public bool IsReached => _started && !_lost;

    void ILifecycleParticipant<ISiloLifecycle>.Participate(ISiloLifecycle lifecycle) => Watch(lifecycle);

    void ILifecycleParticipant<IClusterClientLifecycle>.Participate(IClusterClientLifecycle lifecycle) => Watch(lifecycle);

    void IClusterConnectionStatusObserver.NotifyClusterConnectionLost() => _lost = true;

    void IClusterConnectionStatusObserver.NotifyGatewayCountChanged(int currentNumberOfGateways, int previousNumberOfGateways, bool connectionRecovered) =>
        _lost = currentNumberOfGateways == 0;

    /// <summary>Last to start and therefore first to stop.</summary>
    private void Watch(ILifecycleObservable lifecycle) => lifecycle.Subscribe(nameof(ClusterReach), ServiceLifecycleStage.Last, _ => Set(true), _ => Set(false));

    private Task Set(bool started)
    {
        _started = started;
        return Task.CompletedTask;
    }
}
