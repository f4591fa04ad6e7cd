using SessionGrains.Exports;
using SessionGrains.Reports;
using SessionGrains.Silo.Storage;

namespace SessionGrains.Stores.Tests;

/// <summary>Old reports stay while an export waits for them, but not too many of them, and what is deleted all the same is counted.</summary>
public sealed class ReportHoldTests
{
    private static readonly ReportsOptions Short = new() { Retention = TimeSpan.FromMilliseconds(500) };
    private static readonly byte[] Body = new byte[1_000];

    [Fact]
    public Task In_Sqlite() => HoldsAsync(holds => StoreUnderTest.SqliteAsync(reports: Short, holds: holds));

    [RedisTheory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task In_Redis(int partitions)
    {
        await using var redis = await RedisProcess.StartAsync();
        await HoldsAsync(holds => StoreUnderTest.RedisAsync(redis, partitions, reports: Short, holds: holds));
    }

    [Fact]
    public Task The_oldest_go_beyond_the_bytes_in_Sqlite() => KeepsSomeAsync(holds => StoreUnderTest.SqliteAsync(reports: Short, holds: holds));

    [RedisFact]
    public async Task The_oldest_go_beyond_the_bytes_in_Redis()
    {
        await using var redis = await RedisProcess.StartAsync();
        await KeepsSomeAsync(holds => StoreUnderTest.RedisAsync(redis, reports: Short, holds: holds));
    }

    private static async Task HoldsAsync(Func<ReportHolds, Task<StoreUnderTest>> open)
    {
        var holds = new ReportHolds(new Sinks("slow", "fast"));
        await using var store = await open(holds);
        var entries = await WriteAsync(store, 6);

        // Where the exporters are is not known yet.
        await CleanAsync(store);
        Assert.Equal(6, await CountAsync(store));

        holds.Set([new("slow", entries[1].Cursor, 1 << 20), new("fast", entries[3].Cursor, 1 << 20)]);
        await CleanAsync(store);
        Assert.Equal(entries.Skip(2).Select(static entry => entry.SessionId), (await store.Backend.Inner.ReadAsync(entries[1].Cursor, 10)).Select(static entry => entry.SessionId));
        AssertExpired(holds, 0, 0);

        // Without room, nothing is kept.
        await CleanAsync(store, isTight: true);
        Assert.Equal(0, await CountAsync(store));
        AssertExpired(holds, 4, 2);

        // What has left is not counted.
        var last = (await WriteAsync(store, 3, entries[^1].Cursor))[^1].Cursor;
        holds.Set([new("slow", last, 0), new("fast", last, 0)]);
        await CleanAsync(store, isTight: true);
        Assert.Equal(0, await CountAsync(store));
        AssertExpired(holds, 4, 2);

        // A sink that keeps nothing.
        await WriteAsync(store, 3, last);
        holds.Set([new("slow", last, 0), new("fast", last, 0)]);
        await CleanAsync(store);
        AssertExpired(holds, 7, 5);
    }

    [Fact]
    public async Task Without_room_old_reports_go_even_while_the_places_of_exporters_are_not_known()
    {
        await using var store = await StoreUnderTest.SqliteAsync(reports: Short, holds: new ReportHolds(new Sinks("slow")));
        await WriteAsync(store, 3);

        await CleanAsync(store, isTight: true);

        Assert.Equal(0, await CountAsync(store));
    }

    private static async Task KeepsSomeAsync(Func<ReportHolds, Task<StoreUnderTest>> open)
    {
        var holds = new ReportHolds(new Sinks("slow"));
        await using var store = await open(holds);
        var entries = await WriteAsync(store, 400, pause: TimeSpan.FromMilliseconds(1));

        // Redis has the bytes of a time estimated as if reports came evenly, which they do not: some go, some stay.
        holds.Set([new("slow", null, 200 * Body.Length)]);
        await CleanAsync(store);

        var kept = await CountAsync(store);
        Assert.InRange(kept, 20, 380);
        AssertExpired(holds, 400 - kept);
        Assert.Equal(entries.Skip(400 - kept).Select(static entry => entry.SessionId), (await store.Backend.Inner.ReadAsync(null, 1_000)).Select(static entry => entry.SessionId));
    }

    private static async Task<IReadOnlyList<ReportEntry>> WriteAsync(StoreUnderTest store, int count, string? after = null, TimeSpan pause = default)
    {
        for (var i = 0; i < count; i++)
        {
            var session = new TestSession();
            session.Record.Report = Body;
            await session.WriteAsync(store.Storage, "closed");
            await Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.FromMilliseconds(3));
        }

        var entries = await store.Backend.Inner.ReadAsync(after, 1_000);
        Assert.Equal(count, entries.Count);
        return entries;
    }

    /// <summary>When all are old.</summary>
    private static async Task CleanAsync(StoreUnderTest store, bool isTight = false)
    {
        await Task.Delay(Short.Retention + TimeSpan.FromMilliseconds(50));
        await ((IMaintainedStore)store.Backend.Inner).DeleteExpiredAsync(isTight);
    }

    private static async Task<int> CountAsync(StoreUnderTest store) => (await store.Backend.Inner.ReadAsync(null, 1_000)).Count;

    private static void AssertExpired(ReportHolds holds, params long[] counts) =>
        Assert.Equal(counts, ((string[])["slow", "fast"]).Take(counts.Length).Select(sink => holds.Expired.Single(one => one.Key == sink).Value));

    private sealed class Sinks(params string[] names) : IExportSinks
    {
        public IReadOnlyDictionary<string, ExportOptions> All { get; } = names.ToDictionary(static name => name, static _ => new ExportOptions());

        public IExportSink Open(string name) => throw new NotSupportedException();
    }
}
