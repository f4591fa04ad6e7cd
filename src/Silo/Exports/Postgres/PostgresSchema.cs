using Npgsql;
using SessionGrains.Silo.Exports.Tables;

namespace SessionGrains.Silo.Exports.Postgres;

/// <summary>The tables of a sink in PostgreSQL: makes them, and adds the columns that a newer program has.</summary>
internal sealed class PostgresSchema(string schema)
{
    /// <summary>Numbers the sessions as the sink does: the key of both tables, so that nothing can be there twice.</summary>
    public const string Number = "session_number";

    /// <summary>Any number; all who make the tables at once wait for each other by it.</summary>
    private const long Lock = 0x5e5510;

    /// <summary>One row for each sink: up to where it has sessions.</summary>
    public string Cursors => $"{schema}.cursors";

    public string TableOf(string table) => $"{schema}.{table}";

    public async Task MigrateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var migration = new NpgsqlBatch(connection, transaction);
        Add($"SELECT pg_advisory_xact_lock({Lock})");
        Add($"CREATE SCHEMA IF NOT EXISTS {schema}");
        Add($"CREATE TABLE IF NOT EXISTS {Cursors} (cluster text NOT NULL, sink text NOT NULL, last bigint NOT NULL, cursor text, written_at timestamptz NOT NULL, PRIMARY KEY (cluster, sink))");
        Add($"CREATE TABLE IF NOT EXISTS {TableOf(SessionsTable.Name)} ({Number} bigint PRIMARY KEY)");
        Add($"CREATE TABLE IF NOT EXISTS {TableOf(RowsTable.Name)} ({Number} bigint NOT NULL, seq bigint NOT NULL, PRIMARY KEY ({Number}, seq))");
        AddColumns(SessionsTable.Name, SessionsTable.Columns);
        AddColumns(RowsTable.Name, RowsTable.Columns);
        Add($"CREATE INDEX IF NOT EXISTS sessions_session_id ON {TableOf(SessionsTable.Name)} (session_id)");
        Add($"CREATE INDEX IF NOT EXISTS sessions_closed_at ON {TableOf(SessionsTable.Name)} (closed_at)");
        Add($"CREATE INDEX IF NOT EXISTS rows_happened_at ON {TableOf(RowsTable.Name)} (happened_at)");
        await migration.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        void Add(string statement) => migration.BatchCommands.Add(new(statement));

        void AddColumns<TRow>(string table, IEnumerable<ExportColumn<TRow>> columns)
        {
            foreach (var column in columns)
            {
                Add($"ALTER TABLE {TableOf(table)} ADD COLUMN IF NOT EXISTS \"{column.Name}\" {TypeOf(column.Type)}");
            }
        }
    }

    private static string TypeOf(ColumnType type) => type switch
    {
        ColumnType.Text => "text",
        ColumnType.Integer => "bigint",
        ColumnType.Number => "double precision",
        ColumnType.Flag => "boolean",
        ColumnType.Instant => "timestamptz",
        _ => "jsonb",
    };
}
