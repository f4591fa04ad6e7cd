using SessionGrains.Silo.Storage.Sqlite;

namespace SessionGrains.Stores.Tests;

/// <summary>What is left in the files of real stores of what was erased, and of what was overwritten before.</summary>
[NeedsRedis]
public sealed class ForgettingTests : IDisposable
{
    private const string Viewer = "viewer-whom-nobody-may-find";

    private readonly string _folder = Directory.CreateTempSubdirectory("sg-forget-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [StoreFact]
    public async Task Nothing_is_left_in_the_file_of_Sqlite()
    {
        await using var store = await StoreUnderTest.SqliteAsync(new SqliteStoreOptions { Path = Path.Combine(_folder, "sessions.db") });

        await AssertForgottenAsync(store, _folder);
    }

    [StoreFact]
    public async Task A_copy_that_Sqlite_has_left_in_a_page_is_found_and_the_file_is_written_anew()
    {
        var path = Path.Combine(_folder, "sessions.db");
        await using (var store = await StoreUnderTest.SqliteAsync(new SqliteStoreOptions { Path = path }))
            await new TestSession().WriteAsync(store.Storage, new string('x', 500));

        // In the gap of the table's page, where SQLite keeps nothing and deletes nothing.
        var bytes = await File.ReadAllBytesAsync(path);
        var gap = bytes.AsSpan().IndexOf(new byte[600]);
        System.Text.Encoding.UTF8.GetBytes(Viewer).CopyTo(bytes, gap + 100);
        await File.WriteAllBytesAsync(path, bytes);
        await using (var store = await StoreUnderTest.SqliteAsync(new SqliteStoreOptions { Path = path }))
        {
            await new TestSession().WriteAsync(store.Storage, "opens the file");
            Assert.NotEmpty(RawFiles.With(Viewer, _folder));

            Assert.Null(await ((IErasableStore)store.Backend.Inner).ForgetAsync([System.Text.Encoding.UTF8.GetBytes(Viewer)]));
            Assert.Empty(RawFiles.With(Viewer, _folder));
        }
    }

    [StoreFact]
    public async Task Of_an_id_that_other_sessions_have_too_Sqlite_says_that_it_is_still_there()
    {
        await using var store = await StoreUnderTest.SqliteAsync(new SqliteStoreOptions { Path = Path.Combine(_folder, "sessions.db") });
        var session = new TestSession();
        await session.WriteAsync(store.Storage, Viewer);

        Assert.Contains("still has the text", await ((IErasableStore)store.Backend.Inner).ForgetAsync([System.Text.Encoding.UTF8.GetBytes(Viewer)]), StringComparison.Ordinal);
        Assert.Equal(Viewer, await session.ReadContentAsync(store.Storage));
    }

    [StoreFact]
    public async Task Nothing_is_left_in_the_append_only_file_of_Redis()
    {
        // Uncompressed, so that a text in it can be seen.
        await using var redis = await RedisProcess.StartAsync("--rdbcompression", "no");
        await using var store = await StoreUnderTest.RedisAsync(redis, partitions: 2);

        await AssertForgottenAsync(store, redis.Folder);
    }

    [StoreFact]
    public async Task Nothing_is_left_in_the_snapshot_of_Redis()
    {
        await using var redis = await RedisProcess.StartAsync("--appendonly", "no", "--save", "3600 1", "--rdbcompression", "no");
        await using var store = await StoreUnderTest.RedisAsync(redis, partitions: 2);

        await AssertForgottenAsync(store, redis.Folder, async () =>
        {
            await using var connection = await redis.ConnectAsync();
            await connection.GetServer(redis.ConnectionString).ExecuteAsync("SAVE");
        });
    }

    [StoreFact]
    public async Task A_Redis_that_does_not_permit_it_is_named()
    {
        await using var redis = await RedisProcess.StartAsync("--rename-command", "BGREWRITEAOF", "");
        await using var store = await StoreUnderTest.RedisAsync(redis);

        Assert.Matches("^Redis at 127.0.0.1:[0-9]+ refuses BGREWRITEAOF \\(.+\\): have it done", await ((IErasableStore)store.Backend.Inner).ForgetAsync(null));
    }

    [StoreFact]
    public async Task Reports_that_come_while_the_log_of_Redis_is_written_anew_are_kept_and_one_that_was_the_last_leaves_its_place()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var store = await StoreUnderTest.RedisAsync(redis);
        var erasable = (IErasableStore)store.Backend.Inner;
        var sessions = Enumerable.Range(0, 400).Select(static _ => new TestSession()).ToArray();
        await Task.WhenAll(sessions.Select(session => ReportAsync(session, 5_000)));
        await erasable.EraseAsync(sessions[0].Id);

        var coming = Enumerable.Range(0, 200).Select(static _ => new TestSession()).ToArray();
        var forgetting = erasable.ForgetAsync(null).AsTask();
        foreach (var session in coming)
            await ReportAsync(session, 100);
        Assert.Null(await forgetting);
        Assert.Equal(599, await CountAsync());

        // The only ones: the next comes behind them all the same.
        var all = await store.Backend.ReadAsync(null, 1_000);
        var cursor = all[^1].Cursor;
        for (var page = all; page.Count > 0; page = await store.Backend.ReadAsync(null, 1_000))
        {
            cursor = page[^1].Cursor;
            foreach (var entry in page)
                await erasable.EraseReportAsync(entry.Cursor, entry.Stream);
        }

        Assert.Null(await erasable.ForgetAsync(null));
        var next = new TestSession();
        await ReportAsync(next, 10);
        Assert.Equal([next.Id], (await store.Backend.ReadAsync(cursor, 10)).Select(static entry => entry.SessionId));

        async Task<int> CountAsync()
        {
            var count = 0;
            for (var page = await store.Backend.ReadAsync(null, 1_000); page.Count > 0; page = await store.Backend.ReadAsync(page[^1].Cursor, 1_000))
                count += page.Count;
            return count;
        }

        Task ReportAsync(TestSession session, int bytes)
        {
            session.Record.Report = new byte[bytes];
            return session.WriteAsync(store.Storage, "closed");
        }
    }

    [StoreFact]
    public async Task A_Redis_without_the_memory_to_write_its_log_anew_is_named()
    {
        await using var redis = await RedisProcess.StartAsync("--maxmemory", "8mb");
        await using var store = await StoreUnderTest.RedisAsync(redis);
        for (var i = 0; i < 100; i++)
        {
            var session = new TestSession();
            session.Record.Report = new byte[40_000];
            await session.WriteAsync(store.Storage, "closed");
        }

        var erasable = (IErasableStore)store.Backend.Inner;
        var entry = (await store.Backend.ReadAsync(null, 1))[0];
        await erasable.EraseAsync(entry.SessionId);

        Assert.Matches("^Redis has not the memory to write its report log anew \\([0-9] MiB, [0-9] MiB are free\\)", await erasable.ForgetAsync(null));
    }

    /// <summary>A viewer's sessions among others, all of which are written many times and grow, so that records are moved from page to page.</summary>
    private static async Task AssertForgottenAsync(StoreUnderTest store, string folder, Func<Task>? save = null)
    {
        var sessions = Enumerable.Range(0, 200).Select(static _ => new TestSession()).ToArray();
        var viewers = sessions.Where(static (_, i) => i % 5 == 0).ToArray();
        await Task.WhenAll(sessions.Select(session => StartAsync(session, viewers.Contains(session) ? Viewer : "another")));
        for (var round = 1; round <= 12; round++)
        {
            await Task.WhenAll(sessions.Select((session, i) =>
            {
                session.Record.Descriptions = [(byte)round];
                session.Record.Report = round == 12 ? System.Text.Encoding.UTF8.GetBytes(viewers.Contains(session) ? Viewer : "another") : null;
                return session.WriteAsync(store.Storage, (viewers.Contains(session) ? Viewer : "another") + new string('x', 40 * round * (1 + (i % 7))));
            }));
        }

        await (save?.Invoke() ?? Task.CompletedTask);
        Assert.NotEmpty(RawFiles.With(Viewer, folder));
        var erasable = (IErasableStore)store.Backend.Inner;
        var before = await store.Backend.ReadAsync(null, 1_000);
        Assert.Equal(200, before.Count);
        foreach (var viewer in viewers)
            await erasable.EraseAsync(viewer.Id);

        Assert.Null(await erasable.ForgetAsync([System.Text.Encoding.UTF8.GetBytes(Viewer)]));

        // Redis removes its old files a moment after they were replaced.
        await Deadline.UntilAsync(() => RawFiles.With(Viewer, folder).Length == 0, () => string.Join(", ", RawFiles.With(Viewer, folder)));
        var left = await store.Backend.ReadAsync(null, 1_000);
        Assert.Equal(sessions.Except(viewers).Select(static session => session.Id).Order(), left.Select(static entry => entry.SessionId).Order());
        Assert.Equal(before.Where(entry => left.Any(other => other.SessionId == entry.SessionId)).Select(static entry => (entry.SessionId, entry.Stream)), left.Select(static entry => (entry.SessionId, entry.Stream)));

        // A reader goes on from where it was, also behind an entry that is gone.
        for (var i = 19; i < before.Count; i += 20)
        {
            var rest = before.Skip(i + 1).Select(static one => one.SessionId).Intersect(left.Select(static one => one.SessionId));
            Assert.Equal(rest, (await store.Backend.ReadAsync(before[i].Cursor, 1_000)).Select(static one => one.SessionId));
        }

        var later = new TestSession();
        (later.Record.Report, var last) = ([1], before[^1].Cursor);
        await later.WriteAsync(store.Storage, "later");
        Assert.Equal([later.Id], (await store.Backend.ReadAsync(last, 1_000)).Select(static entry => entry.SessionId));
        foreach (var session in sessions.Except(viewers))
            Assert.NotNull(await session.ReadContentAsync(store.Storage));

        Task StartAsync(TestSession session, string content) =>
            store.Storage.WriteStateAsync(StoredRecordNames.Start, session.GrainId, new GrainState<TestRecord>(new() { Content = System.Text.Encoding.UTF8.GetBytes(content) }));
    }
}
