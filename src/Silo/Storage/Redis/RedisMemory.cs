using SessionGrains.Rooms;
using StackExchange.Redis;
using SessionGrains.Stores;

namespace SessionGrains.Silo.Storage.Redis;

/// <summary>The room below <c>maxmemory</c>, or where that is not set, in the machine of the server. Of several servers, on the one that has least.</summary>
internal sealed class RedisMemory(IDatabase database, RedisPartition[] partitions)
{
    /// <summary>Open sessions by whose starts those of all are reckoned.</summary>
    private const int Some = 32;

    /// <exception cref="RedisException">The server does not say, or none is there.</exception>
    public async Task<RoomSample> MeasureAsync()
    {
        var servers = database.Multiplexer.GetServers().Where(static server => server.IsConnected && !server.IsReplica).ToArray();
        if (servers.Length == 0)
            throw new RedisException("No Redis server is connected.");

        var samples = await Task.WhenAll(servers.Select(MeasureAsync));
        var least = samples.MinBy(static sample => (double)sample.FreeBytes / sample.LimitBytes);

        // As in a file, it can matter only where sessions may have filled a good part.
        return least.LimitBytes - least.FreeBytes < least.LimitBytes / 4 ? least : least with { OwedBytes = await OwedAsync() / servers.Length };
    }

    private static async Task<RoomSample> MeasureAsync(IServer server)
    {
        var info = RedisServerInfo.Of(await server.ExecuteAsync("INFO", "memory"));
        var used = info.Bytes("used_memory") - info.Bytes("mem_not_counted_for_evict");
        var limit = info.Bytes("maxmemory") is > 0 and var set ? set : Math.Max(info.Bytes("total_system_memory"), used + 1);
        return new RoomSample(Math.Max(0, limit - used), limit);
    }

    /// <summary>What the open sessions will take: their reports tell the starts again.</summary>
    private async Task<long> OwedAsync() => (await Task.WhenAll(partitions.Select(OwedAsync))).Sum();

    private async Task<long> OwedAsync(RedisPartition partition)
    {
        var open = await database.SortedSetLengthAsync(partition.Deadlines);
        if (open == 0)
            return 0;

        var some = await database.SortedSetRandomMembersAsync(partition.Deadlines, Some);
        var starts = await Task.WhenAll(some.Select(id => database.StringLengthAsync(partition.Record(id!, StoredRecordNames.Start))));
        return open * ((starts.Sum() / Math.Max(1, starts.Length)) + StoreRoomBytes.OfClosing);
    }
}
