using Orleans;
using Orleans.Runtime;

namespace SessionGrains.Silo.Clustering;

/// <summary>
/// Whether this process can call grains: its own silo runs, or it is connected to a silo of the cluster. Before that a grain call would fail or wait in vain, so
/// the front door returns 503 and is not ready.
/// </summary>
public sealed partial class ClusterReach(ILogger<ClusterReach> logger)
    : ILifecycleParticipant<ISiloLifecycle>, ILifecycleParticipant<IClusterClientLifecycle>, IClusterConnectionStatusObserver
{
    private volatile bool _started;
    private volatile bool _lost;

    /// <summary>True from when the cluster is reached until the connection to the last silo is lost or this process begins to stop.</summary>
    public bool IsReached => _started && !_lost;

    /// <summary>Whether the connection to the last silo is lost.</summary>
    internal bool IsLost => _started && _lost;

    void ILifecycleParticipant<ISiloLifecycle>.Participate(ISiloLifecycle lifecycle) => Watch(lifecycle);

    void ILifecycleParticipant<IClusterClientLifecycle>.Participate(IClusterClientLifecycle lifecycle) => Watch(lifecycle);

    void IClusterConnectionStatusObserver.NotifyClusterConnectionLost()
    {
        _lost = true;
        if (_started)
            LogLost(logger);
    }

    void IClusterConnectionStatusObserver.NotifyGatewayCountChanged(int currentNumberOfGateways, int previousNumberOfGateways, bool connectionRecovered)
    {
        if (currentNumberOfGateways == 0)
            return;

        if (_lost)
            LogReconnected(logger);

        _lost = false;
    }

    /// <summary>In the last stage, so it starts last and stops first.</summary>
    private void Watch(ILifecycleObservable lifecycle) => lifecycle.Subscribe(nameof(ClusterReach), ServiceLifecycleStage.Last, _ => Set(true), _ => Set(false));

    private Task Set(bool started)
    {
        _started = started;
        return Task.CompletedTask;
    }

    [LoggerMessage(EventId = 2003, Level = LogLevel.Warning, Message = "The connection to the last silo of the cluster is lost.")]
    private static partial void LogLost(ILogger logger);

    [LoggerMessage(EventId = 2004, Level = LogLevel.Information, Message = "A silo of the cluster is connected again.")]
    private static partial void LogReconnected(ILogger logger);
}
