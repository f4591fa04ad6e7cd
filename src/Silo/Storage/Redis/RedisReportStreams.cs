using SessionGrains.Reports;
using StackExchange.Redis;

namespace SessionGrains.Silo.Storage.Redis;

/// <summary>The report log: a stream per partition, merged by time. Within a partition the order is that of the commits.</summary>
internal sealed class RedisReportStreams(IDatabase database, RedisPartition[] partitions)
{
    /// <summary>Entries that one script counts: 1,000 of 4 KiB take Redis some ms, in which it does nothing else.</summary>
    private const int MostCountedAtOnce = 1000;

    /// <summary>
    /// Reads the oldest entries of all partitions. Stops when one that has more is exhausted here, because its next entry may be older than those of the others.
    /// </summary>
    /// <param name="positions">Where to begin in each stream; moved along.</param>
    /// <param name="until">The last position of each stream; null: all.</param>
    /// <param name="limit">Most entries.</param>
    public async Task<IReadOnlyList<ReportEntry>> ReadAsync(string[] positions, string[]? until, int limit)
    {
        var pages = await Task.WhenAll(partitions.Select((partition, i) => RedisReportPage.ReadAsync(database, partition.Reports, "(" + positions[i], until?[i] ?? RedisReportPage.End, limit, ReportBudget.Bytes / partitions.Length)));
        var entries = new List<ReportEntry>();
        var bytes = 0L;
        while (entries.Count < limit && Array.TrueForAll(pages, static page => page.HasNext || !page.HasMore) && Oldest(pages) is { } oldest)
        {
            var entry = pages[oldest].Take();
            bytes += entry.Body.Length;
            if (entries.Count > 0 && bytes > ReportBudget.Bytes)
                break;

            positions[oldest] = entry.Position;
            entries.Add(Entry(entry, positions, oldest));
        }

        return entries;
    }

    /// <summary>Reads again the entry at its stream's position; null if it was removed.</summary>
    public async Task<ReportEntry?> ReadAgainAsync(string[] positions, int stream)
    {
        var page = await RedisReportPage.ReadAsync(database, partitions[stream].Reports, positions[stream], RedisReportPage.End, limit: 1, ReportBudget.Bytes);
        return page.HasNext && page.Take() is var entry && entry.Position == positions[stream] ? Entry(entry, positions, stream) : null;
    }

    /// <summary>Counts entries after <paramref name="positions"/>, up to <paramref name="until"/>, in each stream its share of <paramref name="limit"/>, rounded up.</summary>
    public async Task<ReportCount> CountAsync(string[] positions, string[]? until, int limit)
    {
        var share = ((limit - 1) / partitions.Length) + 1;
        var counts = await Task.WhenAll(partitions.Select((partition, i) => CountAsync(partition.Reports, positions[i], until?[i] ?? RedisReportPage.End, share)));
        var count = counts.Sum(static one => one.Count);
        return new(count, count == 0 ? null : RedisReportCursor.Format([.. counts.Select(static one => one.Position)]), Array.Exists(counts, one => one.Count == share));
    }

    /// <summary>
    /// Whether one of the positions is over a day ahead of <paramref name="now"/> and its stream has nothing from there on: then no entry had it. Up to now it is not known, because
    /// entries expire, and a failover may lose the last ones.
    /// </summary>
    public async Task<bool> AreNeverReachedAsync(string[] positions, DateTimeOffset now)
    {
        var latest = (ulong)now.AddDays(1).ToUnixTimeMilliseconds();
        for (var i = 0; i < positions.Length; i++)
        {
            if (RedisReportCursor.TimeOf(positions[i]) > latest && !(await RedisReportPage.ReadAsync(database, partitions[i].Reports, positions[i], RedisReportPage.End, limit: 1, ReportBudget.Bytes)).HasNext)
                return true;
        }

        return false;
    }

    private async Task<(int Count, string Position)> CountAsync(RedisKey stream, string position, string end, int limit)
    {
        var (count, read) = (0, 0);
        do
        {
            var answer = (RedisResult[])(await database.ScriptEvaluateAsync(RedisScripts.CountReports, [stream], ["(" + position, end, Math.Min(limit - count, MostCountedAtOnce)]))!;
            (read, position) = ((int)answer[0], (int)answer[0] == 0 ? position : (string)answer[1]!);
            count += read;
        }
        while (read == MostCountedAtOnce && count < limit);
        return (count, position);
    }

    private static ReportEntry Entry(RedisReport report, string[] positions, int stream) =>
        new(RedisReportCursor.Format(positions), report.SessionId, report.Body) { StoredBytes = report.StoredBytes, Stream = stream };

    /// <summary>The index of the page with the oldest next entry; null when all are exhausted.</summary>
    private static int? Oldest(RedisReportPage[] pages)
    {
        int? oldest = null;
        var oldestTime = ulong.MaxValue;
        for (var i = 0; i < pages.Length; i++)
        {
            if (!pages[i].HasNext || RedisReportCursor.TimeOf(pages[i].Next.Position) is var time && time >= oldestTime)
                continue;

            (oldest, oldestTime) = (i, time);
        }

        return oldest;
    }
}
