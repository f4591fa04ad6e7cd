using SessionGrains.Stores;

namespace SessionGrains.Silo.Storage;

/// <summary>Converts a database's failures to <see cref="StoreUnavailableException"/> and logs when it becomes unavailable and when it is back, not each call.</summary>
internal sealed partial class StoreAvailability(ILogger logger, string database)
{
    private int _unavailable;

    public StoreUnavailableException Failed(Exception cause)
    {
        if (Interlocked.Exchange(ref _unavailable, 1) == 0)
            LogUnavailable(logger, database, cause.Message);
        return cause as StoreUnavailableException ?? new StoreUnavailableException($"The session store ({database}) is not available.", cause);
    }

    public void Succeeded()
    {
        if (Volatile.Read(ref _unavailable) == 1 && Interlocked.Exchange(ref _unavailable, 0) == 1)
            LogBack(logger, database);
    }

    [LoggerMessage(EventId = 301, Level = LogLevel.Error, Message = "The session store ({Database}) failed: {Reason} Requests that must be stored get 503 until it is back.")]
    private static partial void LogUnavailable(ILogger logger, string database, string reason);

    [LoggerMessage(EventId = 302, Level = LogLevel.Warning, Message = "The session store ({Database}) is back.")]
    private static partial void LogBack(ILogger logger, string database);
}
