using Npgsql;
using SessionGrains.Exports;
using SessionGrains.Silo.Exports.Postgres;

namespace SessionGrains.Grains.Tests;

/// <summary>Windows in a real PostgreSQL: each once, whoever writes it and however often.</summary>
public sealed class PostgresSinkTests : IAsyncLifetime
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
    public async Task A_window_is_there_once_however_often_and_by_whomever_it_is_written()
    {
        var (first, second) = (Window(1, 3), Window(4, 2));

        await Sink().WriteAsync(first, default);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Sink().WriteAsync(first with { Claim = first.Claim with { Epoch = 7 } }, default)));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Sink().WriteAsync(second, default)));

        // Who comes much too late is told so, and changes nothing.
        await Assert.ThrowsAsync<InvalidOperationException>(() => Sink().WriteAsync(first, default));

        Assert.Equal(first.Reports.Concat(second.Reports).Select(static report => report.Session.SessionId), await Query<string>("SELECT session_id FROM sessiongrains.sessions ORDER BY session_number"));
        Assert.Equal([20L], await Query<long>("SELECT count(*) FROM sessiongrains.rows"));
        Assert.Equal([5L], await Query<long>("SELECT last FROM sessiongrains.cursors"));
    }

    [PostgresFact]
    public async Task Values_are_what_they_were()
    {
        var report = Sample.Report("1", """{"params":{"media.id":"f","media.name":"Größe 😀 \u0000'\"","media.x":"y"},"customMetadata":{"k":"v"}}""");
        await Sink().WriteAsync(new("db", new ExportClaim(null, "2", 1, 2, 1), [report, SessionReport.Unreadable("2", null, "too-large")]), default);

        Assert.Equal(["Größe 😀 '\""], await Query<string>("SELECT media_name FROM sessiongrains.sessions WHERE session_number = 1"));
        Assert.Equal(["y"], await Query<string>("SELECT params->>'media.x' FROM sessiongrains.sessions WHERE session_number = 1"));
        Assert.Equal([20.5], await Query<double>("SELECT content_time_spent FROM sessiongrains.sessions WHERE session_number = 1"));
        Assert.Equal([DateTimeOffset.FromUnixTimeMilliseconds(1_764_000_030_000).UtcDateTime], await Query<DateTime>("SELECT closed_at FROM sessiongrains.sessions WHERE session_number = 1"));
        Assert.Equal(["too-large"], await Query<string>("SELECT error FROM sessiongrains.sessions WHERE session_id IS NULL"));
        Assert.Equal(["sessionStart", "adStart", "adEnd", "sessionEnd"], await Query<string>("SELECT kind FROM sessiongrains.rows ORDER BY seq"));
    }

    [PostgresFact]
    public async Task A_table_that_lacks_columns_gets_them_and_one_that_has_more_keeps_them()
    {
        await Sink().WriteAsync(Window(1, 1), default);
        await Query<object>("ALTER TABLE sessiongrains.sessions DROP COLUMN findings, ADD COLUMN mine text DEFAULT 'own'");

        await Sink().WriteAsync(Window(2, 1), default);

        Assert.Equal(["own", "own"], await Query<string>("SELECT mine FROM sessiongrains.sessions"));
        Assert.Equal([2L], await Query<long>("SELECT count(*) FROM information_schema.columns WHERE table_name = 'sessions' AND column_name IN ('findings', 'mine')"));
    }

    [PostgresFact]
    public async Task A_database_that_was_set_back_is_not_filled_with_gaps()
    {
        await Sink().WriteAsync(Window(1, 2), default);
        await Query<object>("UPDATE sessiongrains.cursors SET last = 1");

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Sink().WriteAsync(Window(3, 1), default));

        Assert.Contains("up to 1 and these are 3 to 3", failure.Message, StringComparison.Ordinal);
        Assert.Equal([2L], await Query<long>("SELECT count(*) FROM sessiongrains.sessions"));
    }

    [PostgresFact]
    public async Task A_server_that_is_away_is_an_error_and_the_same_window_is_there_when_it_is_back()
    {
        var (sink, window) = (Sink(), Window(1, 2));
        await sink.WriteAsync(window, default);
        _postgres!.Kill();

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => sink.WriteAsync(Window(3, 2), default));

        await _postgres.StartAgainAsync();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await sink.WriteAsync(Window(3, 2), default);
                break;
            }
            catch (NpgsqlException) when (attempt < 5)
            {
                // A connection of before the kill.
            }
        }

        Assert.Equal([4L], await Query<long>("SELECT count(*) FROM sessiongrains.sessions"));
    }

    private PostgresSink Sink() => new(_database!, "sessiongrains", "cluster");

    private static ExportWindow Window(long first, int count) =>
        new("db", new ExportClaim(first == 1 ? null : $"{first - 1}", $"{first + count - 1}", first, count, 1), [.. Enumerable.Range(0, count).Select(i => Sample.Report($"{first + i}"))]);

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
