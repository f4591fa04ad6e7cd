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
        await using var redis = await RedisProcess.StartAsync();
        await using var store = await StoreUnderTest.RedisAsync(redis, partitions: 2);

        await AssertForgottenAsync(store, redis.Folder);
    }

    [StoreFact]
    public async Task Nothing_is_left_in_the_snapshot_of_Redis()
    {
        // Uncompressed, so that a text in it can be seen.
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
        foreach (var viewer in viewers)
            await erasable.EraseAsync(viewer.Id);

        Assert.Null(await erasable.ForgetAsync([System.Text.Encoding.UTF8.GetBytes(Viewer)]));

        // Redis removes its old files a moment after they were replaced.
        await Deadline.UntilAsync(() => RawFiles.With(Viewer, folder).Length == 0, () => string.Join(", ", RawFiles.With(Viewer, folder)));
        Assert.Equal(160, (await store.Backend.ReadAsync(null, 1_000)).Count);
        foreach (var session in sessions.Except(viewers))
            Assert.NotNull(await session.ReadContentAsync(store.Storage));

        Task StartAsync(TestSession session, string content) =>
            store.Storage.WriteStateAsync(StoredRecordNames.Start, session.GrainId, new GrainState<TestRecord>(new() { Content = System.Text.Encoding.UTF8.GetBytes(content) }));
    }
}
