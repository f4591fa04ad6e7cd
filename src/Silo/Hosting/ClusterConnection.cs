namespace SessionGrains.Silo.Hosting;

/// <summary>Connects the Orleans client in the background, so that the host starts without waiting for the cluster.</summary>
internal sealed partial class ClusterConnection(IHostedService client, IHostApplicationLifetime lifetime, ILogger<ClusterConnection> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task<bool> _connected = Task.FromResult(false);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _connected = ConnectAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (await _connected)
            await client.StopAsync(cancellationToken);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task<bool> ConnectAsync()
    {
        try
        {
            await client.StartAsync(_stopping.Token);
            return true;
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            // Stopped before a silo was found.
            return false;
        }
#pragma warning disable CA1031 // Nobody awaits this task before the stop, so unhandled exceptions would be lost.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(logger, e);
            lifetime.StopApplication();
            return false;
        }
    }

    [LoggerMessage(EventId = 2001, Level = LogLevel.Critical, Message = "The connection to the cluster failed for a reason that waiting does not fix. Stopping.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
