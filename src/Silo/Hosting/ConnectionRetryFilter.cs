using Orleans;
using SessionGrains.Silo.Clustering;

namespace SessionGrains.Silo.Hosting;

/// <summary>Retries until the cluster is found: Orleans gives up by default.</summary>
internal sealed partial class ConnectionRetryFilter(SessionClusterOptions cluster, ILogger<ConnectionRetryFilter> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(500);
    private const int AttemptsPerLogLine = 40;

    private int _attempts;

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        _attempts++;
        if (_attempts % AttemptsPerLogLine == 1)
            LogNotConnected(logger, cluster.ClusterId);

        LogFailure(logger, exception);

        await Task.Delay(RetryInterval, TimeProvider.System, cancellationToken);
        return true;
    }

    [LoggerMessage(EventId = 2002, Level = LogLevel.Information, Message = "No silo of the cluster '{ClusterId}' can be reached yet; retrying.")]
    private static partial void LogNotConnected(ILogger logger, string clusterId);

    [LoggerMessage(EventId = 2005, Level = LogLevel.Debug, Message = "An attempt to reach the cluster failed.")]
    private static partial void LogFailure(ILogger logger, Exception exception);
}
