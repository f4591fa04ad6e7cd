using System.Globalization;
using SessionGrains.Exports;
using StackExchange.Redis;

namespace SessionGrains.Silo.Storage.Redis;

/// <summary>Deletes old reports, but for those that wait for an export, and counts those that are deleted before they have left. Positions are times of the server's clock.</summary>
/// <param name="database">The server.</param>
/// <param name="partitions">Each has a stream.</param>
/// <param name="before">Older reports are old.</param>
internal sealed class RedisReportExpiry(IDatabase database, RedisPartition[] partitions, DateTimeOffset before)
{
    private readonly ulong _beforeMs = (ulong)Math.Max(0, before.ToUnixTimeMilliseconds());

    /// <param name="holds">See <see cref="ReportHolds.All"/>.</param>
    /// <param name="isTight">Whether there is no room to keep what is old.</param>
    /// <returns>By sink, how many reports were deleted that had not left.</returns>
    public async Task<IReadOnlyList<(string Sink, long Reports)>> DeleteAsync(IReadOnlyList<ReportHold> holds, bool isTight)
    {
        var expired = new List<(string, long)>();
        for (var partition = 0; partition < partitions.Length; partition++)
        {
            var late = holds.Select(hold => new Late(hold.Sink, RedisReportCursor.Order(RedisReportCursor.Parse(hold.Cursor, partitions.Length)[partition]), hold.MaxBytes / partitions.Length))
                .Where(one => one.Position.Ms < _beforeMs).OrderBy(static one => one.Position).ToList();
            if (late.Count == 0)
            {
                // Some may remain, because Redis trims whole nodes of a stream.
                await TrimAsync(partition, "~", (_beforeMs, 0));
                continue;
            }

            var keptFromMs = isTight ? _beforeMs : await KeptFromMsAsync(partition, late);
            var passed = new List<string>();
            foreach (var one in late.Where(one => one.Position.Ms < keptFromMs))
            {
                await CountAsync((one.Position.Ms, one.Position.Sequence + 1));
                passed.Add(one.Sink);
            }

            await CountAsync((keptFromMs, 0));

            async Task CountAsync((ulong, ulong) minimum)
            {
                var deleted = await TrimAsync(partition, "=", minimum);
                expired.AddRange(passed.Select(sink => (sink, deleted)));
            }
        }

        return expired;
    }

    /// <summary>About since when old reports stay: the last ones that have so many bytes as the sinks allow, as if sessions closed at an even pace.</summary>
    private async Task<ulong> KeptFromMsAsync(int partition, List<Late> late)
    {
        var stream = partitions[partition].Reports;
        if ((long?)await database.ExecuteAsync("MEMORY", ["USAGE", stream]) is not { } bytes || await database.StreamInfoAsync(stream) is not { Length: > 0 } info)
            return _beforeMs;

        var (firstMs, lastMs) = (RedisReportCursor.TimeOf(info.FirstEntry.Id!), RedisReportCursor.TimeOf(info.LastEntry.Id!));
        var bytesOfMs = (double)bytes / Math.Max(1, lastMs - firstMs);
        return late.Min(one => bytes <= one.MaxBytes ? one.Position.Ms : Math.Max(one.Position.Ms, _beforeMs - (ulong)Math.Min(_beforeMs, one.MaxBytes / bytesOfMs)));
    }

    private async Task<long> TrimAsync(int partition, string how, (ulong Ms, ulong Sequence) minimum) =>
        (long)await database.ExecuteAsync("XTRIM", [partitions[partition].Reports, "MINID", how, string.Create(CultureInfo.InvariantCulture, $"{minimum.Ms}-{minimum.Sequence}")]);

    /// <summary>A hold that has not come as far as what is old.</summary>
    private readonly record struct Late(string Sink, (ulong Ms, ulong Sequence) Position, long MaxBytes);
}
