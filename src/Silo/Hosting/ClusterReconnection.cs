using Orleans;
using SessionGrains.Sessions;
using SessionGrains.Silo.Clustering;

namespace SessionGrains.Silo.Hosting;

/// <summary>
/// Calls the cluster while the connection to the last silo is lost. An Orleans client connects to a silo when it has something to send, and a front door sends nothing to a
/// cluster that it does not reach: after the end of the only silo that it was connected to, it would find the others a minute later, when the client fetches the cluster's manifest.
/// </summary>
internal sealed class ClusterReconnection(ClusterReach reach, IClusterClient client) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (reach.IsLost)
                await CallAsync(stoppingToken);
        }
    }

    private async Task CallAsync(CancellationToken stoppingToken)
    {
        try
        {
            await client.GetGrain<IStoreWatch>(0).IsAvailable().WaitAsync(Patience, stoppingToken);
        }
#pragma warning disable CA1031 // What Orleans throws without a connection is not documented; the next call may succeed.
        catch (Exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            // The silo may be known as dead now, and the next call goes to another one.
        }
    }
}
