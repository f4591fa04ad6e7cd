using StackExchange.Redis;

namespace SessionGrains.Silo.Storage.Redis;

/// <summary>Logs at the start where the Redis server's configuration weakens durability.</summary>
internal static partial class RedisConfigurationCheck
{
    public static async Task CheckAsync(IDatabase database, ILogger logger)
    {
        var info = RedisServerInfo.Of(await QueryAsync(database, "INFO"));
        if (info.TryGetValue("maxmemory_policy", out var policy) && policy != "noeviction")
            LogEviction(logger, policy);
        if (info.GetValueOrDefault("maxmemory") == "0")
            LogNoLimit(logger);

        if (info.GetValueOrDefault("aof_enabled") == "0")
            LogNoLog(logger);
        else if (await QueryAsync(database, "CONFIG", "GET", "appendfsync") is { Length: > 1 } answer && (string?)answer[1] is { } fsync && fsync != "always")
            LogFsync(logger, fsync);
    }

    /// <summary>Null when the server does not permit the command.</summary>
    private static async Task<RedisResult?> QueryAsync(IDatabase database, string command, params object[] arguments)
    {
        try
        {
            return await database.ExecuteAsync(command, arguments);
        }
        catch (RedisServerException)
        {
            return null;
        }
    }

    [LoggerMessage(EventId = 311, Level = LogLevel.Critical, Message = "Redis evicts keys when its memory is full (maxmemory-policy {Policy}): it WILL LOSE sessions that were acknowledged. Set maxmemory-policy to noeviction.")]
    private static partial void LogEviction(ILogger logger, string policy);

    [LoggerMessage(EventId = 314, Level = LogLevel.Critical, Message = "Redis has no memory limit (maxmemory 0): when the memory of its machine or container is full it WILL BE KILLED instead of refusing new sessions. Set maxmemory to at most half of that memory, and maxmemory-policy to noeviction.")]
    private static partial void LogNoLimit(ILogger logger);

    [LoggerMessage(EventId = 312, Level = LogLevel.Warning, Message = "Redis writes no append-only file: when it crashes, everything since its last snapshot is lost, acknowledged or not. Set appendonly yes and appendfsync always.")]
    private static partial void LogNoLog(ILogger logger);

    [LoggerMessage(EventId = 313, Level = LogLevel.Warning, Message = "Redis has appendfsync {Fsync}: when its machine or process dies, about the last second (everysec) or more (no) is lost, acknowledged or not. With appendfsync always nothing is.")]
    private static partial void LogFsync(ILogger logger, string fsync);
}
