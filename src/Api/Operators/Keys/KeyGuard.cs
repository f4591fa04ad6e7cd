using System.Diagnostics.Metrics;
using SessionGrains.Api.Callers;
using SessionGrains.Api.Hosting;
using SessionGrains.Telemetry;

namespace SessionGrains.Api.Operators.Keys;

/// <summary>Looks at keys that are sent. Wrong ones are counted, logged and slowed down by address.</summary>
internal sealed partial class KeyGuard
{
    private readonly OperatorKeys _keys;
    private readonly CallerAddresses _callers;
    private readonly WrongKeyTable _table;
    private readonly LogRateLimit _pace;
    private readonly ILogger<KeyGuard> _log;
    private long _wrong;
    private long _slowed;

    public KeyGuard(OperatorKeys keys, CallerAddresses callers, IMeterFactory meters, ILogger<KeyGuard> log, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
    {
        (_keys, _callers, _table, _pace, _log) = (keys, callers, new(time), new(time), log);
        meters.CreateSessionMeter().CreateObservableCounter("sessiongrains.operator.wrong_keys", Read, "{key}", "Operator keys that were not taken: wrong ones, and those of an address that has to wait after too many (slowed).");
    }

    /// <summary>Whether the key that was sent is one. A trial that fails has to be told to <see cref="Refuse"/> if nothing else lets the request in.</summary>
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

    /// <summary>The request is refused because of its key.</summary>
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

        if (_log.IsEnabled(LogLevel.Warning) && _pace.TryTake(out var leftOut))
            LogWrongKey(address, MethodOf(context.Request), context.GetRoute(), leftOut);
    }

    /// <summary>A method is whatever a client writes.</summary>
    public static string MethodOf(HttpRequest request) => request.Method.Length <= 16 ? request.Method : request.Method[..16];

    private IEnumerable<Measurement<long>> Read() =>
        [new(Volatile.Read(ref _wrong), new KeyValuePair<string, object?>("answer", "wrong")), new(Volatile.Read(ref _slowed), new KeyValuePair<string, object?>("answer", "slowed"))];

    [LoggerMessage(120, LogLevel.Warning, "Wrong operator key from {Address} for {Method} {Route} ({LeftOut} more since the last such line). If that is a proxy of your own, name it in Proxy:Trusted to see who is behind it")]
    private partial void LogWrongKey(ClientAddress address, string method, string route, long leftOut);
}
