using SessionGrains.Api.Callers;
using SessionGrains.Api.Hosting;

namespace SessionGrains.Api.Operators.Keys;

/// <summary>
/// Logs who read what and when: one line at Information for each request that a key let in; for a stream, when it begins. Refused requests are logged at
/// Warning. The category can be sent elsewhere or turned off (<c>Logging:LogLevel:SessionGrains.Audit=None</c>). Lines contain the route, not the path:
/// anyone who knows a session's id can write to that session.
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

    [LoggerMessage(131, LogLevel.Warning, "{At:yyyy-MM-ddTHH:mm:ss.fffZ} key '{Key}' lacks permission: {Method} {Route} from {Address}")]
    private static partial void LogForbidden(ILogger logger, DateTimeOffset at, string key, string method, string route, ClientAddress address);
}
