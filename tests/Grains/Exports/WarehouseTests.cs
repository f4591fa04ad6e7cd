using System.Globalization;
using Npgsql;
using SessionGrains.Exports;
using SessionGrains.Silo.Exports.Postgres;

namespace SessionGrains.Grains.Tests;

/// <summary>The database of the compose profile <c>warehouse</c>: its users as its own script makes them, and the dashboard's queries in a real PostgreSQL.</summary>
public sealed class WarehouseTests : IAsyncLifetime
{
    private PostgresProcess? _postgres;

    public async Task InitializeAsync()
    {
        if (PostgresProcess.Missing is not null)
            return;

        _postgres = await PostgresProcess.StartAsync();
        await using var database = As("tests", "postgres");
        await ExecuteAsync(database, "CREATE DATABASE warehouse");
        await _postgres.RunFileAsync("warehouse", GrafanaDashboard.Deployed("warehouse/users.sql"), ("WAREHOUSE_PASSWORD", "writer"), ("WAREHOUSE_READ_PASSWORD", "reader"));
    }

    public async Task DisposeAsync()
    {
        if (_postgres is not null)
            await _postgres.DisposeAsync();
    }

    [PostgresFact]
    public async Task Every_panel_shows_what_the_sessions_say()
    {
        var sessions = WarehouseSample.Sessions();
        await WriteAsync(sessions);
        await using var database = As("grafana");

        var expected = WarehouseExpectations.Of(sessions, WarehouseSample.From, WarehouseSample.To);
        var shown = await ShownAsync(database, WarehouseSample.From, WarehouseSample.To);

        // A panel without an expectation is one that nobody has looked at.
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), shown.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected, panel => Assert.Equal([panel.Key, .. panel.Value.Select(Text)], [panel.Key, .. shown[panel.Key].Select(Text)]));
        Assert.All(expected, static panel => Assert.NotEmpty(panel.Value));
    }

    [PostgresFact]
    public async Task A_range_without_sessions_is_empty_and_no_panel_fails()
    {
        await WriteAsync(WarehouseSample.Sessions());
        await using var database = As("grafana");

        var shown = await ShownAsync(database, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));

        Assert.All(shown.Where(static panel => panel.Key != "Newest session"), static panel => Assert.All(panel.Value.SelectMany(static row => row), static value => Assert.True(value is null or 0L)));
    }

    [PostgresFact]
    public async Task The_user_of_Grafana_reads_and_changes_nothing()
    {
        await WriteAsync([WarehouseSample.Sessions()[0]]);
        await using var writer = As("sessiongrains");
        await ExecuteAsync(writer, "CREATE TABLE sessiongrains.later AS SELECT 1 AS one");
        await using var reader = As("grafana");

        await ExecuteAsync(reader, "SELECT * FROM sessiongrains.sessions, sessiongrains.rows, sessiongrains.cursors, sessiongrains.later");

        const string AsIfItMight = "SET transaction_read_only = off; ";
        foreach (var statement in new[] { "DELETE FROM sessiongrains.sessions", "TRUNCATE sessiongrains.rows", "INSERT INTO sessiongrains.later VALUES (2)", "DROP TABLE sessiongrains.later", "CREATE TABLE sessiongrains.mine (one int)", "CREATE TEMPORARY TABLE mine (one int)", "CREATE SCHEMA mine", "CREATE TABLE public.mine (one int)", "SELECT rolpassword FROM pg_authid", "COPY sessiongrains.later TO PROGRAM 'true'" })
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await RefusalAsync(reader, AsIfItMight + statement));
        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, await RefusalAsync(reader, "DELETE FROM sessiongrains.sessions"));
    }

    [PostgresFact]
    public async Task The_users_have_their_passwords_and_are_no_superusers()
    {
        await using var database = As("tests");
        await using var command = database.CreateCommand("SELECT concat_ws(' ', rolname, rolsuper, rolcreaterole, rolcreatedb, left(rolpassword, 14)) FROM pg_authid WHERE rolname IN ('grafana', 'sessiongrains') ORDER BY 1");
        await using var reader = await command.ExecuteReaderAsync();
        var users = new List<string>();
        while (await reader.ReadAsync())
            users.Add(reader.GetString(0));

        Assert.Equal(["grafana f f f SCRAM-SHA-256$", "sessiongrains f f f SCRAM-SHA-256$"], users);
    }

    /// <summary>By the real sink, as its own user, in several windows; among them a report that cannot be read.</summary>
    private async Task WriteAsync(IReadOnlyList<SessionView> sessions)
    {
        await using var database = As("sessiongrains");
        var sink = new PostgresSink(database, "sessiongrains", "compose");
        SessionReport[] reports = [.. sessions.Select(static (session, i) => new SessionReport($"{i + 1}", session)), SessionReport.Unreadable($"{sessions.Count + 1}", Sample.NewId(), "damaged")];
        var first = 1;
        foreach (var window in reports.Chunk(250))
        {
            await sink.WriteAsync(new("warehouse", new ExportClaim(first == 1 ? null : $"{first - 1}", $"{first + window.Length - 1}", first, window.Length, 1), window), default);
            first += window.Length;
        }
    }

    /// <summary>By the panel's title.</summary>
    private static async Task<Dictionary<string, List<object?[]>>> ShownAsync(NpgsqlDataSource database, DateTimeOffset from, DateTimeOffset to)
    {
        var shown = new Dictionary<string, List<object?[]>>(StringComparer.Ordinal);
        foreach (var panel in GrafanaDashboard.Panels())
        {
            var query = Assert.Single(panel["targets"]!.AsArray())!["rawSql"]!.GetValue<string>();
            await using var command = database.CreateCommand(GrafanaDashboard.Interpolate(query, from, to));
            await using var reader = await command.ExecuteReaderAsync();
            var rows = new List<object?[]>();
            while (await reader.ReadAsync())
                rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
            shown.Add(panel["title"]!.GetValue<string>(), rows);
        }

        return shown;
    }

    /// <summary>Numbers of all types with the digits that a sum of doubles has whatever its order.</summary>
    private static string Text(object?[] row) => string.Join(" | ", row.Select(static value => value switch
    {
        null => "null",
        string text => text,
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture).ToString("G10", CultureInfo.InvariantCulture),
    }));

    private NpgsqlDataSource As(string user, string database = "warehouse") =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_postgres!.ConnectionString) { Username = user, Database = database });

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> RefusalAsync(NpgsqlDataSource database, string sql) => (await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(database, sql))).SqlState;
}
