using SessionGrains.Reports;
using StackExchange.Redis;

namespace SessionGrains.Silo.Storage.Redis;

/// <summary>The report log: a stream in each partition, read as one. The order within a partition is that of its commits, among them that of time.</summary>
internal sealed class RedisReportStreams(IDatabase database, RedisPartition[] partitions)
{
    /// <summary>
    /// Any partition may hold the oldest entries, so each is asked for some. It ends where one that has more has nothing left here: what that would tell next may
    /// be older than what the others have.
    /// </summary>
    public async Task<IReadOnlyList<ReportEntry>> ReadAsync(string[] positions, int limit)
    {
        var pages = await Task.WhenAll(partitions.Select((partition, i) => RedisReportPage.ReadAsync(database, partition.Reports, positions[i], limit, ReportBudget.Bytes / partitions.Length)));
        var entries = new List<ReportEntry>();
        var bytes = 0L;
        while (entries.Count < limit && Array.TrueForAll(pages, static page => page.HasNext || !page.HasMore) && Oldest(pages) is { } oldest)
        {
            var entry = pages[oldest].Take();
            bytes += entry.Body.Length;
            if (entries.Count > 0 && bytes > ReportBudget.Bytes)
                break;

            positions[oldest] = entry.Position;
            entries.Add(new ReportEntry(RedisReportCursor.Format(positions), entry.SessionId, entry.Body) { StoredBytes = entry.StoredBytes });
        }

        return entries;
    }

    /// <summary>Positions are times of the server's clock; the cut may spare some entries more, because Redis drops whole nodes of a stream.</summary>
    public Task ForgetAsync(DateTimeOffset before) => Task.WhenAll(partitions.Select(partition =>
        database.ExecuteAsync("XTRIM", [partition.Reports, "MINID", "~", before.ToUnixTimeMilliseconds()])));

    /// <summary>The page whose next entry is the oldest of all; null when none is left.</summary>
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
