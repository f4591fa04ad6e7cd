using SessionGrains.Reports;
using StackExchange.Redis;

namespace SessionGrains.Silo.Storage.Redis;

/// <summary>The report log: a stream in each partition, read as one. The order within a partition is that of its commits, among them that of time.</summary>
internal sealed class RedisReportStreams(IDatabase database, RedisPartition[] partitions)
{
    public async Task<IReadOnlyList<ReportEntry>> ReadAsync(string[] positions, int limit)
    {
        // Any of them may hold the oldest entries, so each is asked for all of them.
        var streams = await Task.WhenAll(partitions.Select((partition, i) => database.StreamReadAsync(partition.Reports, positions[i], limit)));
        var entries = new List<ReportEntry>();
        var next = new int[streams.Length];
        while (entries.Count < limit && Oldest(streams, next) is { } oldest)
        {
            var entry = streams[oldest][next[oldest]++];
            positions[oldest] = entry.Id!;
            entries.Add(new ReportEntry(RedisReportCursor.Format(positions), entry["s"]!, entry["b"]!));
        }

        return entries;
    }

    /// <summary>Positions are times of the server's clock; the cut may spare some entries more, because Redis drops whole nodes of a stream.</summary>
    public Task ForgetAsync(DateTimeOffset before) => Task.WhenAll(partitions.Select(partition =>
        database.ExecuteAsync("XTRIM", [partition.Reports, "MINID", "~", before.ToUnixTimeMilliseconds()])));

    /// <summary>The stream whose next entry is the oldest of all; null when none is left.</summary>
    private static int? Oldest(StreamEntry[][] streams, int[] next)
    {
        int? oldest = null;
        var oldestTime = ulong.MaxValue;
        for (var i = 0; i < streams.Length; i++)
        {
            if (next[i] == streams[i].Length || RedisReportCursor.TimeOf(streams[i][next[i]].Id!) is var time && time >= oldestTime)
                continue;

            (oldest, oldestTime) = (i, time);
        }

        return oldest;
    }
}
