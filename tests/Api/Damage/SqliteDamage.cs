using Microsoft.Data.Sqlite;

namespace SessionGrains.Api.Tests;

internal sealed class SqliteDamage : DamagedStore
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sg-damage-").FullName;

    private string File => Path.Combine(_folder, "sessions.db");

    public override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string> { ["Storage:Provider"] = "Sqlite", ["Storage:Sqlite:Path"] = File };

    public override Task ChangeRecord(string sid, string record, Func<byte[], byte[]> change) =>
        Change("records", $"session = x'{sid}' AND name = '{record}'", change);

    public override Task<byte[]> AnyRecord(string record) => Task.FromResult(Rows("records", $"name = '{record}'")[0].Body);

    public override Task ChangeReport(string sid, Func<byte[], byte[]> change) => Change("reports", $"session = x'{sid}'", change);

    public override async Task<int> ChangeMinutes(Func<byte[], byte[]> change)
    {
        const string Which = "name = 'minute' AND CAST(session AS TEXT) NOT IN (SELECT MIN(CAST(session AS TEXT)) FROM records WHERE name = 'minute' GROUP BY substr(CAST(session AS TEXT), 1, 12))";
        var count = Rows("records", Which).Count;
        await Change("records", Which, change);
        return count;
    }

    public override Task AddDeadlines(params byte[][] keys)
    {
        foreach (var key in keys)
            Execute("INSERT INTO deadlines(session, sweep_at) VALUES($body, 1)", key);

        // A text that stands for a blob, one that is no UTF-8, and no text at all.
        Execute($"INSERT INTO deadlines(session, sweep_at) VALUES('{new string('a', 64)}', 1)");
        Execute("INSERT INTO deadlines(session, sweep_at) VALUES(CAST(x'ff41' AS TEXT), 2)");
        Execute("INSERT INTO deadlines(session, sweep_at) VALUES(5, 2)");
        return Task.CompletedTask;
    }

    public override Task<int> Deadlines()
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM deadlines";
        return Task.FromResult(Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture));
    }

    public override ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    public void Execute(string sql, byte[]? body = null)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        if (body is not null)
            command.Parameters.Add("$body", SqliteType.Blob).Value = body;
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    private Task Change(string table, string where, Func<byte[], byte[]> change)
    {
        foreach (var (row, body) in Rows(table, where))
            Execute($"UPDATE {table} SET body = $body WHERE rowid = {row}", change(body));

        return Task.CompletedTask;
    }

    private List<(long Row, byte[] Body)> Rows(string table, string where)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT rowid, body FROM {table} WHERE {where}";
        using var reader = command.ExecuteReader();
        var rows = new List<(long, byte[])>();
        while (reader.Read())
            rows.Add((reader.GetInt64(0), (byte[])reader[1]));

        Assert.NotEmpty(rows);
        return rows;
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={File};Pooling=false;Default Timeout=10");
        connection.Open();
        return connection;
    }
}
