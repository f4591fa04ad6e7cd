using SessionGrains.Api.Hosting;

namespace SessionGrains.Api.Callers.Shares;

/// <summary>Logs which address was refused with 429, a few lines a minute so that nobody can fill the log.</summary>
internal sealed partial class RateLimitLog(CallerAddresses callers, ILogger<RateLimitLog> log, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
{
    private readonly LogRateLimit _rate = new(time);

    public void Record(HttpContext context, string resource) => Record(callers.Of(context), resource);

    /// <param name="address">The address that was refused.</param>
    /// <param name="resource">One of <see cref="LimitedResources"/>.</param>
    public void Record(ClientAddress address, string resource)
    {
        if (log.IsEnabled(LogLevel.Warning) && _rate.TryTake(out var leftOut))
            LogLimited(address, resource, leftOut);
    }

    [LoggerMessage(121, LogLevel.Warning, "{Address} was refused: it has its share of {Resource} ({LeftOut} more were refused since the last such line). If that is a proxy of your own, name it in Proxy:Trusted to see who is behind it")]
    private partial void LogLimited(ClientAddress address, string resource, long leftOut);
}
