using SessionGrains.Api.Callers;
using SessionGrains.Api.Hosting;

namespace SessionGrains.Api.Operators.Keys;

/// <summary>
/// Who read what, when: one line at Information for each request that a key let in, a stream's when it begins. It has a category of its own, so that
/// it can be sent elsewhere or turned off (<c>Logging:LogLevel:SessionGrains.Audit=None</c>). The route and not the path: whoever knows a session's
/// id may write to it.
/// </summary>
internal sealed partial class OperatorAudit(ILoggerFactory logs, CallerAddresses callers, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
{
    public const string Category = "SessionGrains.Audit";

    private readonly ILogger _log = logs.CreateLogger(Category);

    public void Record(HttpContext context, OperatorKey key)
    {
        if (_log.IsEnabled(LogLevel.Information))
            LogAccess(_log, time.GetUtcNow(), key.Name, KeyGuard.MethodOf(context.Request), context.GetRoute(), callers.Of(context));
    }

    public void RecordForbidden(HttpContext context, OperatorKey key)
    {
        if (_log.IsEnabled(LogLevel.Warning))
            LogForbidden(_log, time.GetUtcNow(), key.Name, KeyGuard.MethodOf(context.Request), context.GetRoute(), callers.Of(context));
    }

    [LoggerMessage(130, LogLevel.Information, "{At:yyyy-MM-ddTHH:mm:ss.fffZ} key '{Key}': {Method} {Route} from {Address}")]
    private static partial void LogAccess(ILogger logger, DateTimeOffset at, string key, string method, string route, ClientAddress address);

    [LoggerMessage(131, LogLevel.Warning, "{At:yyyy-MM-ddTHH:mm:ss.fffZ} key '{Key}' may not: {Method} {Route} from {Address}")]
    private static partial void LogForbidden(ILogger logger, DateTimeOffset at, string key, string method, string route, ClientAddress address);
}
