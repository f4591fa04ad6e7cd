using Microsoft.Extensions.Logging;
using SessionGrains.Stores;

namespace SessionGrains.Silo.Storage;

/// <summary>Turns a database's failures into <see cref="StoreUnavailableException"/> and logs when it goes and when it is back, not every call between.</summary>
internal sealed partial class StoreAvailability(ILogger logger, string database)
{
    private int _away;

    public StoreUnavailableException Failed(Exception cause)
    {
        if (Interlocked.Exchange(ref _away, 1) == 0)
            LogLost(logger, database, cause.Message);
        return cause as StoreUnavailableException ?? new StoreUnavailableException($"The session store ({database}) is not available.", cause);
    }

    public void Succeeded()
    {
        if (Volatile.Read(ref _away) == 1 && Interlocked.Exchange(ref _away, 0) == 1)
            LogBack(logger, database);
    }

    [LoggerMessage(EventId = 301, Level = LogLevel.Error, Message = "The session store ({Database}) refuses: {Reason} What must be stored is answered 503 until it is back.")]
    private static partial void LogLost(ILogger logger, string database, string reason);

    [LoggerMessage(EventId = 302, Level = LogLevel.Warning, Message = "The session store ({Database}) is back.")]
    private static partial void LogBack(ILogger logger, string database);
}
