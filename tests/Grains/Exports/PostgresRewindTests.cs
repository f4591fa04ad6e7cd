using Npgsql;
using SessionGrains.Exports;
using SessionGrains.Silo.Exports.Postgres;

namespace SessionGrains.Grains.Tests;

/// <summary>A real PostgreSQL goes back to a place, and on from there: each session once, whoever comes too late.</summary>
public sealed class PostgresRewindTests : IAsyncLifetime
{
    private PostgresProcess? _postgres;
    private NpgsqlDataSource? _database;

    public async Task InitializeAsync()
    {
        if (PostgresProcess.Missing is not null)
            return;

        _postgres = await PostgresProcess.StartAsync();
        _database = NpgsqlDataSource.Create(_postgres.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
    }

    [PostgresFact]
    public async Task Windows_are_listed_the_newest_first_and_taken_back_with_all_their_rows()
    {
        await Write(Window(1, 3, epoch: 1), Window(4, 3, epoch: 2), Window(7, 2, epoch: 3));
        Assert.Equal([(7, 8, "6", "8", 3), (4, 6, "3", "6", 2), (1, 3, null, "3", 1)], (await Listed()).Select(static one => (one.First, one.Last, one.After, one.Until, one.Epoch)));

        await Sink().TakeBackAsync("db", new("3", 3, 4), default);
        await Sink().TakeBackAsync("db", new("3", 3, 4), default);

        Assert.Equal([1L, 2, 3], await Numbers());
        Assert.Equal([1L, 2, 3], await Query<long>("SELECT DISTINCT session_number FROM sessiongrains.rows ORDER BY 1"));
        Assert.Equal(["3 3"], await Query<string>("SELECT concat_ws(' ', last, cursor) FROM sessiongrains.cursors"));
        Assert.Equal(1, Assert.Single(await Listed()).First);

        // Other windows than before.
        await Write(Window(4, 5, epoch: 5));
        Assert.Equal([1L, 2, 3, 4, 5, 6, 7, 8], await Numbers());
        await Sink().TakeBackAsync("db", new(null, 0, 6), default);
        Assert.Empty(await Numbers());
        await Write(Window(1, 8, epoch: 7));
        Assert.Equal(8, (await Numbers()).Count);
    }

    [PostgresFact]
    public async Task A_window_of_before_a_rewind_that_comes_late_changes_nothing_although_its_number_would_fit()
    {
        var late = Window(4, 3, epoch: 2);
        await Write(Window(1, 3, epoch: 1));
        await Sink().TakeBackAsync("db", new(null, 0, 3), default);
        await Write(Window(1, 3, epoch: 4));

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Sink().WriteAsync(late, default));

        Assert.Contains("another process has gone back meanwhile", failure.Message, StringComparison.Ordinal);
        Assert.Equal([1L, 2, 3], await Numbers());
        await Write(Window(4, 2, epoch: 5));
        Assert.Equal([1L, 2, 3, 4, 5], await Numbers());
    }

    [PostgresFact]
    public async Task A_rewind_that_comes_late_takes_back_nothing_of_what_left_since()
    {
        await Write(Window(1, 3, epoch: 1));
        await Sink().TakeBackAsync("db", new(null, 0, 2), default);
        await Write(Window(1, 5, epoch: 3));

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Sink().TakeBackAsync("db", new(null, 0, 2), default));

        Assert.Contains("another process has gone on", failure.Message, StringComparison.Ordinal);
        Assert.Equal(5, (await Numbers()).Count);
    }

    [PostgresFact]
    public async Task A_database_that_was_set_back_behind_the_place_is_not_filled_with_gaps()
    {
        await Write(Window(1, 3, epoch: 1));

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Sink().TakeBackAsync("db", new("6", 6, 3), default));

        Assert.Contains("up to 3 and is to go back to 6", failure.Message, StringComparison.Ordinal);
        Assert.Equal([3L], await Query<long>("SELECT last FROM sessiongrains.cursors"));
    }

    [PostgresFact]
    public async Task A_schema_of_an_older_version_gets_the_list_of_windows_which_begins_with_the_next()
    {
        await Write(Window(1, 3, epoch: 6));
        await Query<object>("DROP TABLE sessiongrains.windows; ALTER TABLE sessiongrains.cursors DROP COLUMN epoch");

        await Write(Window(4, 3, epoch: 7));
        Assert.Equal(4, Assert.Single(await Listed()).First);

        await Sink().TakeBackAsync("db", new("3", 3, 8), default);
        Assert.Equal([1L, 2, 3], await Numbers());
        await Sink().TakeBackAsync("db", new(null, 0, 9), default);
        Assert.Empty(await Numbers());
    }

    [PostgresFact]
    public async Task Writers_and_rewinds_at_once_leave_whole_windows_of_the_newest()
    {
        await Write(Window(1, 3, epoch: 1));
        for (var round = 0; round < 10; round++)
        {
            var epoch = 2 + (2 * round);
            var outcomes = await Task.WhenAll(
                Record.ExceptionAsync(() => Sink().WriteAsync(Window(4, 2, epoch), default)),
                Record.ExceptionAsync(() => Sink().TakeBackAsync("db", new("3", 3, epoch + 1), default)),
                Record.ExceptionAsync(() => Sink().WriteAsync(Window(4, 3, epoch), default)));

            Assert.Null(outcomes[1]);
            Assert.Equal([1L, 2, 3], await Numbers());
        }
    }

    private PostgresSink Sink() => new(_database!, "sessiongrains", "cluster");

    private static ExportWindow Window(long first, int count, long epoch) =>
        new("db", new ExportClaim(first == 1 ? null : $"{first - 1}", $"{first + count - 1}", first, count, epoch), [.. Enumerable.Range(0, count).Select(i => Sample.Report($"{first + i}"))]);

    private async Task Write(params ExportWindow[] windows)
    {
        foreach (var window in windows)
            await Sink().WriteAsync(window, default);
    }

    private async Task<List<ExportClaim>> Listed()
    {
        var listed = new List<ExportClaim>();
        await foreach (var window in Sink().ReadWindows("db", default))
            listed.Add(window);
        return listed;
    }

    private Task<List<long>> Numbers() => Query<long>("SELECT session_number FROM sessiongrains.sessions ORDER BY 1");

    private async Task<List<T>> Query<T>(string text)
    {
        await using var command = _database!.CreateCommand(text);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<T>();
        while (await reader.ReadAsync())
            values.Add(reader.GetFieldValue<T>(0));
        return values;
    }
}
