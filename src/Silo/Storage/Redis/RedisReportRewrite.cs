using SessionGrains.Stores;
using StackExchange.Redis;

namespace SessionGrains.Silo.Storage.Redis;

/// <summary>
/// Writes a stream of reports anew. Redis keeps several entries in a block, and a deleted one, with its content, as long as another of its block is there: in its memory, and so in the files that it writes.
/// </summary>
internal static class RedisReportRewrite
{
    /// <summary>What is copied in one script, for which others wait: some milliseconds.</summary>
    private const int BytesAtATime = 256 << 10;

    private const int MostTries = 5;
    private const string NothingDeleted = "0-0";

    /// <summary>Entries go on being added meanwhile. Nothing is done if none was ever deleted.</summary>
    /// <returns>What is left to do; null for nothing.</returns>
    /// <exception cref="StoreUnavailableException">Entries were removed all the time.</exception>
    public static async Task<string?> RewriteAsync(IDatabase database, RedisPartition partition)
    {
        if (!await database.KeyExistsAsync(partition.Reports) || await LastDeletedAsync(database, partition) == NothingDeleted)
            return null;

        var (needed, free) = ((long)await database.ExecuteAsync("MEMORY", ["USAGE", partition.Reports]), await FreeAsync(database, partition));
        if (needed + (needed / 4) > free)
        {
            return $"Redis has not the memory to write its report log anew ({needed >> 20} MiB, {free >> 20} MiB are free): reports that were deleted stay in its memory and files until those beside them expire. "
                + "Give it more, and ask for the erasure again.";
        }

        for (var tries = 0; tries < MostTries; tries++)
        {
            await database.KeyDeleteAsync([partition.ReportsCopy, partition.ReportsOld]);
            var (place, isOver) = ("-", false);
            while (!isOver)
            {
                var answer = (RedisResult[])(await database.ScriptEvaluateAsync(RedisScripts.CopyReports, [partition.Reports, partition.ReportsCopy], [place, BytesAtATime]))!;
                (place, isOver) = ((string)answer[0]!, (int)answer[1] == 1);
            }

            if ((int)await database.ScriptEvaluateAsync(RedisScripts.ReplaceReports, [partition.Reports, partition.ReportsCopy, partition.ReportsOld], [place]) == 1)
                return null;
        }

        await database.KeyDeleteAsync(partition.ReportsCopy);
        throw new StoreUnavailableException("The report log could not be written anew, because reports expired meanwhile.");
    }

    /// <summary>The position of the last entry that was deleted; null of a Redis before 7, which does not say.</summary>
    private static async Task<string?> LastDeletedAsync(IDatabase database, RedisPartition partition)
    {
        var about = (RedisResult[])(await database.ExecuteAsync("XINFO", ["STREAM", partition.Reports]))!;
        var name = Array.FindIndex(about, static one => (string?)one == "max-deleted-entry-id");
        return name < 0 ? null : (string?)about[name + 1];
    }

    private static async Task<long> FreeAsync(IDatabase database, RedisPartition partition)
    {
        var server = database.Multiplexer.GetServers().FirstOrDefault(server => server.IsConnected && server.EndPoint.Equals(database.IdentifyEndpoint(partition.Reports)));
        return server is null ? throw new StoreUnavailableException("The Redis server is not connected.") : (await RedisMemory.MeasureAsync(server)).FreeBytes;
    }
}
