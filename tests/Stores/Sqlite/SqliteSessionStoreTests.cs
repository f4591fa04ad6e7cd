using Microsoft.Data.Sqlite;
using SessionGrains.Silo.Startup;
using SessionGrains.Silo.Storage.Sqlite;

namespace SessionGrains.Stores.Tests;

public sealed class SqliteSessionStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sg-sqlite-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_of_a_newer_program_refuses_the_start_and_names_that_program()
    {
        await using (await StoreUnderTest.SqliteAsync(Options()))
        {
        }

        Execute("UPDATE format_writer SET version = '0.3.0'; PRAGMA user_version = 6");

        var refusal = await Assert.ThrowsAsync<StartRefusedException>(() => StoreUnderTest.SqliteAsync(Options()));
        Assert.Equal(
            $"The session database '{Options().Path}' was written by SessionGrains 0.3.0 (format 6); this is {ProgramVersion.Text}, which reads format 5: start that version or a newer one, or name another file in Storage:Sqlite:Path.",
            refusal.Message);
    }

    [Theory]
    [InlineData(1, "of before 0.1.0 (format 1)")]
    [InlineData(99, "of a newer version (format 99)")]
    public async Task A_file_with_another_format_that_does_not_say_who_wrote_it_refuses_the_start_in_one_line(int format, string writer)
    {
        await using (await StoreUnderTest.SqliteAsync(Options()))
        {
        }

        Execute($"DROP TABLE format_writer; PRAGMA user_version = {format}");

        var refusal = await Assert.ThrowsAsync<StartRefusedException>(() => StoreUnderTest.SqliteAsync(Options()));
        Assert.Contains($"was written by SessionGrains {writer}; this is {ProgramVersion.Text}", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public async Task A_file_of_another_version_with_the_same_format_is_used()
    {
        await using (await StoreUnderTest.SqliteAsync(Options()))
        {
        }

        Execute("UPDATE format_writer SET version = '0.3.0'");

        await using var store = await StoreUnderTest.SqliteAsync(Options());
    }

    [Fact]
    public async Task A_file_that_is_no_database_refuses_the_start()
    {
        await File.WriteAllTextAsync(Options().Path, new string('x', 4096));

        await Assert.ThrowsAsync<StartRefusedException>(() => StoreUnderTest.SqliteAsync(Options()));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task An_embedded_process_shares_its_file_with_nobody(bool first, bool second)
    {
        await using var store = await StoreUnderTest.SqliteAsync(Options(first));

        var refusal = await Assert.ThrowsAsync<StartRefusedException>(() => StoreUnderTest.SqliteAsync(Options(second)));
        Assert.Contains("in use by another process", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_processes_of_a_local_cluster_write_into_one_file_in_turns()
    {
        await using var one = await StoreUnderTest.SqliteAsync(Options());
        await using var two = await StoreUnderTest.SqliteAsync(Options());
        await Task.WhenAll(new[] { one, two }.Select(store => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
                await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => new TestSession().WriteAsync(store.Storage, "mine")));
        })));
        var session = new TestSession();
        await session.WriteAsync(one.Storage, "from one");

        Assert.Equal("from one", await session.ReadContentAsync(two.Storage));
    }

    [Fact]
    public async Task A_full_file_fails_the_write_and_takes_it_when_there_is_room()
    {
        var options = Options();
        options.MaxBytes = 1 << 20;
        await using var store = await StoreUnderTest.SqliteAsync(options);
        var (small, large) = (new TestSession(), new TestSession());
        await small.WriteAsync(store.Storage, "small");
        var tooLarge = new byte[2 << 20];

        await Assert.ThrowsAsync<StoreUnavailableException>(() => large.WriteAsync(store.Storage, tooLarge));
        await small.WriteAsync(store.Storage, "still fits");

        options.MaxBytes = null;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => large.WriteAsync(store.Storage, tooLarge));
        await large.WriteAsync(store.Storage, tooLarge);
        Assert.Equal("still fits", await small.ReadContentAsync(store.Storage));
    }

    [Fact]
    public async Task A_file_that_another_process_locks_fails_writes_in_time_but_no_reads_and_works_again()
    {
        await using var store = await StoreUnderTest.SqliteAsync(Options());
        var session = new TestSession();
        await session.WriteAsync(store.Storage, "one");
        using (var connection = Connect())
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            var asked = Stopwatch.GetTimestamp();
            await Assert.ThrowsAsync<StoreUnavailableException>(() => session.WriteAsync(store.Storage, "lost"));
            Assert.True(Stopwatch.GetElapsedTime(asked) < TimeSpan.FromSeconds(5));
            Assert.Equal("one", await session.ReadContentAsync(store.Storage));
        }

        await session.WriteAsync(store.Storage, "two");
        Assert.Equal("two", await session.ReadContentAsync(store.Storage));
    }

    [Fact]
    public async Task Closed_sessions_and_reports_go_after_their_retention()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddDays(20_000));
        await using var store = await StoreUnderTest.SqliteAsync(Options(), clock: clock, reports: new ReportsOptions { Retention = TimeSpan.FromHours(2) });
        var (closed, open) = (new TestSession(), new TestSession());
        closed.Record.ExpiresAtMs = clock.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds();
        closed.Record.Report = "report"u8.ToArray();
        closed.Record.Descriptions = "described"u8.ToArray();
        await closed.WriteAsync(store.Storage, "closed");
        await open.WriteAsync(store.Storage, "open");

        clock.Advance(TimeSpan.FromMinutes(59));
        await UpkeepAsync(store);
        Assert.NotNull(await closed.ReadContentAsync(store.Storage));

        clock.Advance(TimeSpan.FromMinutes(1));
        await UntilAsync(async () => await closed.ReadContentAsync(store.Storage) is null);
        Assert.Empty((await store.Storage.ReadDescriptionsAsync(closed.GrainId)).ToArray());
        var cursor = Assert.Single(await store.Backend.ReadAsync(null, 10)).Cursor;

        clock.Advance(TimeSpan.FromHours(1));
        await UntilAsync(async () => (await store.Backend.ReadAsync(null, 10)).Count == 0);
        Assert.Empty(await store.Backend.ReadAsync(cursor, 10));
        await store.ReopenAsync();
        Assert.Empty(await store.Backend.ReadAsync(cursor, 10));
        Assert.NotNull(await open.ReadContentAsync(store.Storage));
    }

    /// <summary>What the writer was asked for before is done when its next work is.</summary>
    private static Task UpkeepAsync(StoreUnderTest store) => new TestSession().WriteAsync(store.Storage, "after");

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var begun = Stopwatch.GetTimestamp(); !await condition(); await Task.Yield())
            Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(20));
    }

    private SqliteStoreOptions Options(bool exclusive = false) => new() { Path = Path.Combine(_folder, "sessions.db"), Exclusive = exclusive };

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Options().Path};Pooling=false");
        connection.Open();
        return connection;
    }

    private void Execute(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
