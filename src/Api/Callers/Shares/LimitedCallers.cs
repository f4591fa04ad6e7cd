using SessionGrains.Api.Hosting;

namespace SessionGrains.Api.Callers.Shares;

/// <summary>Tells the log which address was refused because it had its share of a place: a few lines a minute, so that nobody can fill it.</summary>
internal sealed partial class RateLimitLog(CallerAddresses callers, ILogger<RateLimitLog> log, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
{
    private readonly LogRateLimit _pace = new(time);

    public void Record(HttpContext context, string place) => Record(callers.Of(context), place);

    /// <param name="address">Who was refused.</param>
    /// <param name="place">Of what it had its share: one of <see cref="LimitedResources"/>.</param>
    public void Record(ClientAddress address, string place)
    {
        if (log.IsEnabled(LogLevel.Warning) && _pace.TryTake(out var leftOut))
            LogLimited(address, place, leftOut);
    }

    [LoggerMessage(121, LogLevel.Warning, "{Address} was refused: it has its share of {Place} ({LeftOut} more were refused since the last such line). If that is a proxy of your own, name it in Proxy:Trusted to see who is behind it")]
    private partial void LogLimited(ClientAddress address, string place, long leftOut);
}
