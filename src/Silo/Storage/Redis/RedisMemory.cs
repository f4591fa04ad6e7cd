using SessionGrains.Rooms;
using SessionGrains.Stores;
using StackExchange.Redis;

namespace SessionGrains.Silo.Storage.Redis;

/// <summary>The free memory below <c>maxmemory</c>, or of the server's machine when that is not set. Of several servers, the one with the least.</summary>
internal sealed class RedisMemory(IDatabase database, RedisPartition[] partitions)
{
    /// <summary>Number of open sessions that are sampled to estimate the size of all.</summary>
    private const int SampleSize = 32;

    /// <exception cref="RedisException">The server does not report its memory, or none is connected.</exception>
    public async Task<RoomSample> MeasureAsync()
    {
        var servers = database.Multiplexer.GetServers().Where(static server => server.IsConnected && !server.IsReplica).ToArray();
        if (servers.Length == 0)
            throw new RedisException("No Redis server is connected.");

        var samples = await Task.WhenAll(servers.Select(MeasureAsync));
        var least = samples.MinBy(static sample => (double)sample.FreeBytes / sample.LimitBytes);

        // Only estimated once a good part is used, as in a file; before that it cannot matter.
        return least.LimitBytes - least.FreeBytes < least.LimitBytes / 4 ? least : least with { ReservedBytes = await OwedAsync() / servers.Length };
    }

    /// <summary>The free memory of one server.</summary>
    public static async Task<RoomSample> MeasureAsync(IServer server)
    {
        var info = RedisServerInfo.Of(await server.ExecuteAsync("INFO", "memory"));
        var used = info.Bytes("used_memory") - info.Bytes("mem_not_counted_for_evict");
        var limit = info.Bytes("maxmemory") is > 0 and var set ? set : Math.Max(info.Bytes("total_system_memory"), used + 1);
        return new RoomSample(Math.Max(0, limit - used), limit);
    }

    /// <summary>Bytes that the open sessions will still take: their reports contain their starts.</summary>
    private async Task<long> OwedAsync() => (await Task.WhenAll(partitions.Select(OwedAsync))).Sum();

    private async Task<long> OwedAsync(RedisPartition partition)
    {
        var open = await database.SortedSetLengthAsync(partition.Deadlines);
        if (open == 0)
            return 0;

        var sample = await database.SortedSetRandomMembersAsync(partition.Deadlines, SampleSize);
        var starts = await Task.WhenAll(sample.Select(id => database.StringLengthAsync(partition.Record(id!, StoredRecordNames.Start))));
        return open * ((starts.Sum() / Math.Max(1, starts.Length)) + StoreMaintenance.BytesToClose);
    }
}
