using System.Diagnostics.Metrics;
using SessionGrains.Api.Callers;
using SessionGrains.Api.Hosting;
using SessionGrains.Telemetry;

namespace SessionGrains.Api.Operators.Keys;

/// <summary>Checks keys that are sent. Wrong keys are counted and logged, and their address is slowed down.</summary>
internal sealed partial class KeyGuard
{
    private readonly OperatorKeys _keys;
    private readonly CallerAddresses _callers;
    private readonly WrongKeyTable _table;
    private readonly LogRateLimit _logLimit;
    private readonly ILogger<KeyGuard> _log;
    private long _wrong;
    private long _slowed;

    public KeyGuard(OperatorKeys keys, CallerAddresses callers, IMeterFactory meters, ILogger<KeyGuard> log, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
    {
        (_keys, _callers, _table, _logLimit, _log) = (keys, callers, new(time), new(time), log);
        meters.CreateSessionMeter().CreateObservableCounter("sessiongrains.operator.wrong_keys", Read, "{key}", "Operator keys that were not taken: wrong ones, and those of an address that has to wait after too many (slowed).");
    }

    /// <summary>Checks a key. If it fails and nothing else lets the request in, pass the result to <see cref="Refuse"/>.</summary>
    public KeyCheckResult Try(HttpContext context, string sent)
    {
        var address = _callers.Of(context);
        var wait = _table.Wait(address, out var isShared);
        if (wait > TimeSpan.Zero && !isShared)
            return new(null, wait);

        var key = _keys.Find(sent);
        if (key is not null)
            _table.CountRight(address);
        return new(key, key is null ? wait : TimeSpan.Zero);
    }

    /// <summary>Counts and logs a request that is refused because of its key.</summary>
    public void Refuse(HttpContext context, KeyCheckResult trial)
    {
        var address = _callers.Of(context);
        if (trial.Wait > TimeSpan.Zero)
        {
            Interlocked.Increment(ref _slowed);
        }
        else
        {
            Interlocked.Increment(ref _wrong);
            _table.CountWrong(address);
        }

        if (_log.IsEnabled(LogLevel.Warning) && _logLimit.TryTake(out var leftOut))
            LogWrongKey(address, MethodOf(context.Request), context.GetRoute(), leftOut);
    }

    /// <summary>The method, cut to 16 characters: clients can send any text.</summary>
    public static string MethodOf(HttpRequest request) => request.Method.Length <= 16 ? request.Method : request.Method[..16];

    private IEnumerable<Measurement<long>> Read() =>
        [new(Volatile.Read(ref _wrong), new KeyValuePair<string, object?>("answer", "wrong")), new(Volatile.Read(ref _slowed), new KeyValuePair<string, object?>("answer", "slowed"))];

    [LoggerMessage(120, LogLevel.Warning, "Wrong operator key from {Address} for {Method} {Route} ({LeftOut} more since the last such line). If this is your own proxy, add it to Proxy:Trusted to see the addresses behind it")]
    private partial void LogWrongKey(ClientAddress address, string method, string route, long leftOut);
}
