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
    public async Task An_erased_session_is_gone_and_a_window_that_was_read_before_does_not_bring_it_back()
    {
        var (first, second) = (Window(1, 3), Window(4, 3));
        await Sink().WriteAsync(first, default);
        var (gone, late) = (first.Reports[1].Session.SessionId, second.Reports[2].Session.SessionId);
        var erased = new ErasedSessions("db", "erasure-0001", [gone, late, Sample.NewId()], 1_764_000_000_000);

        // At once and again, also while the window is written.
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Sink().EraseAsync(erased, default)));
        await Task.WhenAll(Sink().WriteAsync(second, default), Sink().EraseAsync(erased, default), Sink().WriteAsync(second, default));

        Assert.Equal(first.Reports.Concat(second.Reports).Select(static report => report.Session.SessionId).Where(id => id != gone && id != late), await Query<string>("SELECT session_id FROM sessiongrains.sessions ORDER BY session_number"));
        Assert.Equal([1L, 3L, 4L, 5L], await Query<long>("SELECT DISTINCT session_number FROM sessiongrains.rows ORDER BY 1"));
        Assert.Equal([3L], await Query<long>("SELECT count(*) FROM sessiongrains.erased"));
        Assert.Equal([6L], await Query<long>("SELECT last FROM sessiongrains.cursors"));
    }

    [PostgresFact]
    public async Task Of_a_window_and_an_erasure_at_once_the_erasure_wins()
    {
        for (var i = 0; i < 20; i++)
        {
            var window = Window(1 + i, 1);
            await Task.WhenAll(Sink().WriteAsync(window, default), Sink().EraseAsync(new("db", $"erasure-{i}", [window.Reports[0].Session.SessionId], 1_764_000_000_000), default));
        }

        Assert.Equal([0L], await Query<long>("SELECT (SELECT count(*) FROM sessiongrains.sessions) + (SELECT count(*) FROM sessiongrains.rows)"));
        Assert.Equal([20L], await Query<long>("SELECT last FROM sessiongrains.cursors"));
    }

    [PostgresFact]
    public async Task Exporters_with_outdated_claims_double_nothing_while_another_goes_on()
    {
        ExportWindow[] windows = [.. Enumerable.Range(0, 12).Select(static i => Window((i * 5) + 1, 5))];

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            foreach (var window in windows)
            {
                if (await Record.ExceptionAsync(() => Sink().WriteAsync(window, default)) is { } failure)
                    Assert.Contains("set back", Assert.IsType<InvalidOperationException>(failure).Message, StringComparison.Ordinal);
            }
        })));

        Assert.Equal(windows.SelectMany(static window => window.Reports).Select(static report => report.Session.SessionId), await Query<string>("SELECT session_id FROM sessiongrains.sessions ORDER BY session_number"));
        Assert.Equal([240L], await Query<long>("SELECT count(*) FROM sessiongrains.rows"));
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

    [PostgresFact]
    public async Task Tables_that_are_right_are_not_locked_by_a_start()
    {
        await Sink().WriteAsync(Window(1, 1), default);
        await using var reader = await _database!.OpenConnectionAsync();
        await using var reading = await reader.BeginTransactionAsync();
        await using (var query = new NpgsqlCommand("SELECT count(*) FROM sessiongrains.sessions, sessiongrains.rows", reader))
            await query.ExecuteScalarAsync();

        // A change of a table would wait for the reader, until it gives up.
        await Sink().WriteAsync(Window(2, 1), default);

        Assert.Equal([2L], await Query<long>("SELECT count(*) FROM sessiongrains.sessions"));
    }

    [PostgresFact]
    public async Task A_column_of_another_type_is_named_and_what_to_do()
    {
        await Sink().WriteAsync(Window(1, 1), default);
        await Query<object>("ALTER TABLE sessiongrains.sessions ALTER COLUMN media_name TYPE varchar, ALTER COLUMN ad_count TYPE integer");

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Sink().WriteAsync(Window(2, 1), default));

        Assert.Contains("The column ad_count of sessiongrains.sessions is integer and must be bigint: change its type back", failure.Message, StringComparison.Ordinal);
        await Query<object>("ALTER TABLE sessiongrains.sessions RENAME COLUMN ad_count TO mine");
        await Sink().WriteAsync(Window(2, 1), default);
        Assert.Equal([1L], await Query<long>("SELECT ad_count FROM sessiongrains.sessions WHERE session_number = 2"));
    }

    [PostgresFact]
    public async Task A_table_of_somebody_else_is_left_alone()
    {
        await Query<object>("CREATE SCHEMA sessiongrains; CREATE TABLE sessiongrains.rows (id bigint)");

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Sink().WriteAsync(Window(1, 1), default));

        Assert.Contains("sessiongrains.rows has no column session_number", failure.Message, StringComparison.Ordinal);
        Assert.Equal([1L], await Query<long>("SELECT count(*) FROM information_schema.columns WHERE table_schema = 'sessiongrains'"));
    }

    [PostgresFact]
    public async Task A_schema_that_was_dropped_is_made_again_and_not_filled_with_gaps()
    {
        var sink = Sink();
        await sink.WriteAsync(Window(1, 2), default);
        await Query<object>("DROP SCHEMA sessiongrains CASCADE");

        await Assert.ThrowsAsync<PostgresException>(() => sink.WriteAsync(Window(3, 1), default));
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => sink.WriteAsync(Window(3, 1), default));
        Assert.Contains("up to 0 and these are 3 to 3", failure.Message, StringComparison.Ordinal);

        // A store that begins anew fills it.
        await sink.WriteAsync(Window(1, 2), default);
        Assert.Equal([2L], await Query<long>("SELECT count(*) FROM sessiongrains.sessions"));
    }

    [PostgresFact]
    public async Task A_store_that_was_set_back_is_told_so_and_nothing_is_there_twice()
    {
        await Sink().WriteAsync(Window(1, 3), default);
        await Sink().WriteAsync(Window(4, 3), default);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Sink().WriteAsync(Window(1, 3), default));
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Sink().WriteAsync(Window(4, 5), default));

        Assert.Contains("up to 6 and these are 4 to 8", failure.Message, StringComparison.Ordinal);
        Assert.Equal([6L], await Query<long>("SELECT count(*) FROM sessiongrains.sessions"));
    }

    [PostgresFact]
    public async Task A_schema_has_one_sink_of_one_cluster_also_if_many_begin_at_once()
    {
        var sinks = Enumerable.Range(0, 6).Select(i => (Sink: Sink($"cluster-{i / 2}"), Window: Window(1, 2) with { Sink = $"db-{i % 2}" })).ToList();
        var failures = (await Task.WhenAll(sinks.Select(static one => Record.ExceptionAsync(() => one.Sink.WriteAsync(one.Window, default))))).OfType<Exception>().ToList();

        Assert.Equal(5, failures.Count);
        Assert.All(failures, static failure => Assert.Matches("^The schema sessiongrains has the sessions of sink db-. of cluster cluster-. and this is sink (db-.) of cluster cluster-.: set another Exports:\\1:Schema\\.$", Assert.IsType<InvalidOperationException>(failure).Message));
        Assert.Equal([2L], await Query<long>("SELECT count(*) FROM sessiongrains.sessions"));
        Assert.Equal([2L], await Query<long>("SELECT last FROM sessiongrains.cursors"));
    }

    [PostgresFact]
    public async Task A_report_that_cannot_be_read_leaves_with_the_others()
    {
        var id = Sample.NewId();
        await Sink().WriteAsync(new("db", new ExportClaim(null, "4", 1, 4, 1), [SessionReport.Unreadable("1", id, "damaged"), Sample.Report("2", "not json"), Sample.Report("3", Sample.Awkward), Sample.Report("4")]), default);

        Assert.Equal([$"{id} damaged", "not-presentable"], await Query<string>("SELECT concat_ws(' ', CASE WHEN error = 'damaged' THEN session_id END, error) FROM sessiongrains.sessions WHERE error IS NOT NULL ORDER BY session_number"));
        Assert.Equal(["first a b"], await Query<string>("SELECT concat_ws(' ', custom_metadata->>'k', custom_metadata->>'x', params->>'media.x') FROM sessiongrains.sessions WHERE session_number = 3"));
        Assert.Equal([3L, 4L], await Query<long>("SELECT DISTINCT session_number FROM sessiongrains.rows ORDER BY 1"));
    }

    [PostgresFact]
    public async Task A_writer_that_hangs_does_not_hold_the_others_for_ever()
    {
        await Sink().WriteAsync(Window(1, 1), default);
        await using var hanging = await _database!.OpenConnectionAsync();
        await using var held = await hanging.BeginTransactionAsync();
        await using (var update = new NpgsqlCommand("UPDATE sessiongrains.cursors SET last = 1", hanging))
            await update.ExecuteNonQueryAsync();

        var failure = await Assert.ThrowsAsync<PostgresException>(() => Sink().WriteAsync(Window(2, 1), default));

        Assert.Equal(PostgresErrorCodes.LockNotAvailable, failure.SqlState);
        await held.RollbackAsync();
        await Sink().WriteAsync(Window(2, 1), default);
    }

    [Theory]
    [InlineData("Host=db", 30, true, 30)]
    [InlineData("Host=db;keepalive=5;command timeout=7;Tcp Keepalive=false", 5, false, 7)]
    public async Task A_connection_notices_that_the_server_is_gone_unless_the_setting_says_otherwise(string setting, int keepAlive, bool tcpKeepAlive, int commandTimeout)
    {
        await using var pool = PostgresSink.Open(setting);
        var used = new NpgsqlConnectionStringBuilder(pool.ConnectionString);

        Assert.Equal((keepAlive, tcpKeepAlive, commandTimeout, 15), (used.KeepAlive, used.TcpKeepAlive, used.CommandTimeout, used.Timeout));
    }

    private PostgresSink Sink(string cluster = "cluster") => new(_database!, "sessiongrains", cluster);

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
