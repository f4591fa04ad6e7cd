using SessionGrains.Stores;
using StackExchange.Redis;

namespace SessionGrains.Silo.Storage.Redis;

/// <summary>Has Redis write its files anew, without what was deleted or overwritten: the append-only file, and the snapshot where there are any.</summary>
internal static class RedisFiles
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns when the servers, replicas too, have done so.</summary>
    /// <returns>What they refuse; null for nothing.</returns>
    /// <exception cref="StoreUnavailableException">A server tried and failed.</exception>
    public static async Task<string?> RewriteAsync(IConnectionMultiplexer redis, CancellationToken cancellationToken)
    {
        var refused = await Task.WhenAll(redis.GetServers().Where(static server => server.IsConnected).Select(server => RewriteAsync(server, cancellationToken)));
        return refused.SelectMany(static one => one).ToArray() is { Length: > 0 } all ? string.Join(' ', all) : null;
    }

    private static async Task<List<string>> RewriteAsync(IServer server, CancellationToken cancellationToken)
    {
        var refused = new List<string>();
        if ((await IdleAsync(server, cancellationToken)).GetValueOrDefault("aof_enabled") == "1" && await TryAsync(server, "BGREWRITEAOF", refused))
            Check(await IdleAsync(server, cancellationToken), "aof_last_bgrewrite_status", "append-only file");

        if (await HasSnapshotsAsync(server) && await TryAsync(server, "BGSAVE", refused))
            Check(await IdleAsync(server, cancellationToken), "rdb_last_bgsave_status", "snapshot");

        return refused;
    }

    /// <summary>Also if the server does not say.</summary>
    private static async Task<bool> HasSnapshotsAsync(IServer server)
    {
        try
        {
            var answer = await server.ExecuteAsync("CONFIG", "GET", "save");
            return answer.Length < 2 || !string.IsNullOrEmpty((string?)answer[1]) || RedisServerInfo.Of(await server.ExecuteAsync("INFO", "persistence")).Bytes("rdb_saves") > 0;
        }
        catch (RedisServerException)
        {
            return true;
        }
    }

    /// <summary>Waits until no file is being written: one that was begun before may have what was erased since.</summary>
    private static async Task<Dictionary<string, string>> IdleAsync(IServer server, CancellationToken cancellationToken)
    {
        while (true)
        {
            var info = RedisServerInfo.Of(await server.ExecuteAsync("INFO", "persistence"));
            if (!string.Equals(info.GetValueOrDefault("loading"), "1", StringComparison.Ordinal)
                && Array.TrueForAll(["aof_rewrite_in_progress", "aof_rewrite_scheduled", "rdb_bgsave_in_progress"], name => info.GetValueOrDefault(name, "0") == "0"))
            {
                return info;
            }

            await Task.Delay(Look, cancellationToken);
        }
    }

    private static async Task<bool> TryAsync(IServer server, string command, List<string> refused)
    {
        try
        {
            await server.ExecuteAsync(command);
            return true;
        }
        catch (RedisServerException failure) when (failure.Message.Contains("progress", StringComparison.OrdinalIgnoreCase))
        {
            throw new StoreUnavailableException($"Redis is writing its files already: {failure.Message}");
        }
        catch (RedisServerException failure)
        {
            refused.Add($"Redis at {EndPointCollection.ToString(server.EndPoint)} refuses {command} ({failure.Message}): have it done, or its files keep old content.");
            return false;
        }
    }

    private static void Check(Dictionary<string, string> info, string status, string file)
    {
        if (info.GetValueOrDefault(status) is { } result and not "ok")
            throw new StoreUnavailableException($"Redis could not write its {file} anew ({result}).");
    }
}
