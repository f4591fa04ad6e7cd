using Npgsql;
using SessionGrains.Silo.Exports.Tables;

namespace SessionGrains.Silo.Exports.Postgres;

/// <summary>
/// The tables of a sink in PostgreSQL: makes them, and adds the columns that a newer program has. It looks first, and changes nothing in the usual case: even an
/// <c>ALTER TABLE</c> that has nothing to do waits for every query of the warehouse, and makes those that come later wait behind it.
/// </summary>
internal sealed class PostgresSchema(string schema)
{
    /// <summary>Numbers the sessions as the sink does: the key of both tables, so that nothing can be there twice.</summary>
    public const string Number = "session_number";

    /// <summary>Any number; all who make the tables at once wait for each other by it.</summary>
    private const long Lock = 0x5e5510;

    /// <summary>An index on a large table takes minutes.</summary>
    private const int MigrationSeconds = 600;

    private const string CursorsName = "cursors";
    private const string ErasedName = "erased";
    private const string WindowsName = "windows";
    private const string Epoch = "epoch";
    private const string Long = "bigint";

    private static readonly (string Name, string Table, string Column)[] Indexes =
    [
        ("sessions_session_id", SessionsTable.Name, "session_id"),
        ("sessions_closed_at", SessionsTable.Name, "closed_at"),
        ("rows_happened_at", RowsTable.Name, "happened_at"),
    ];

    /// <summary>One row: whose schema it is, and up to where it has sessions.</summary>
    public string Cursors => TableOf(CursorsName);

    /// <summary>The ids of erased sessions, which no window writes.</summary>
    public string Erased => TableOf(ErasedName);

    /// <summary>Which numbers left together, and from where in the report log.</summary>
    public string Windows => TableOf(WindowsName);

    public string TableOf(string table) => $"{schema}.{table}";

    /// <exception cref="InvalidOperationException">A table is not as it must be, and nothing that can be added mends it.</exception>
    public async Task MigrateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (StatementsFor(await ReadAsync(connection, cancellationToken)).Count == 0)
        {
            return;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var wait = new NpgsqlCommand($"SET LOCAL lock_timeout = '10s'; SELECT pg_advisory_xact_lock({Lock})", connection))
        {
            await wait.ExecuteNonQueryAsync(cancellationToken);
        }

        // Another process may have made them meanwhile.
        if (StatementsFor(await ReadAsync(connection, cancellationToken)) is { Count: > 0 } statements)
        {
            await using var migration = new NpgsqlBatch(connection, transaction) { Timeout = MigrationSeconds };
            foreach (var statement in statements)
            {
                migration.BatchCommands.Add(new(statement));
            }

            await migration.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>What is missing.</summary>
    private List<string> StatementsFor(Found found)
    {
        var statements = new List<string>();
        if (!found.HasSchema)
        {
            statements.Add($"CREATE SCHEMA {schema}");
        }

        if (!found.Relations.Contains(CursorsName))
        {
            statements.Add($"CREATE TABLE {Cursors} (cluster text NOT NULL, sink text NOT NULL, last bigint NOT NULL, cursor text, written_at timestamptz NOT NULL, PRIMARY KEY (cluster, sink))");
        }

        if (!found.Relations.Contains(ErasedName))
        {
            statements.Add($"CREATE TABLE {Erased} (session_id text PRIMARY KEY, erased_at timestamptz NOT NULL)");
        }

        // Before all other changes: an older program that still runs writes on with the default, and leaves its windows out.
        if (!found.Types.ContainsKey((CursorsName, Epoch)))
        {
            statements.Add($"ALTER TABLE {Cursors} ADD COLUMN IF NOT EXISTS {Epoch} {Long} NOT NULL DEFAULT 0");
        }

        if (!found.Relations.Contains(WindowsName))
        {
            statements.Add($"CREATE TABLE {Windows} (first bigint PRIMARY KEY, last bigint NOT NULL, after_cursor text, until_cursor text NOT NULL, {Epoch} {Long} NOT NULL, written_at timestamptz NOT NULL)");
        }

        AddTable(SessionsTable.Name, $"{Number} {Long} PRIMARY KEY", SessionsTable.Columns);
        AddTable(RowsTable.Name, $"{Number} {Long} NOT NULL, seq {Long} NOT NULL, PRIMARY KEY ({Number}, seq)", RowsTable.Columns);
        statements.AddRange(Indexes.Where(index => !found.Relations.Contains(index.Name)).Select(index => $"CREATE INDEX {index.Name} ON {TableOf(index.Table)} ({index.Column})"));
        return statements;

        void AddTable<TRow>(string table, string keys, IReadOnlyList<ExportColumn<TRow>> columns)
        {
            if (!found.Relations.Contains(table))
            {
                statements.Add($"CREATE TABLE {TableOf(table)} ({keys})");
            }
            else if (!found.Types.ContainsKey((table, Number)))
            {
                throw new InvalidOperationException($"The table {TableOf(table)} has no column {Number}, so it is not a table of exported sessions: set another schema for the sink.");
            }
            else
            {
                CheckType(table, Number, Long);
            }

            foreach (var column in columns)
            {
                var type = TypeOf(column.Type);
                if (found.Types.ContainsKey((table, column.Name)))
                {
                    CheckType(table, column.Name, type);
                }
                else
                {
                    // The table may be made by the statement before, with this column in its key.
                    statements.Add($"ALTER TABLE {TableOf(table)} ADD COLUMN IF NOT EXISTS \"{column.Name}\" {type}");
                }
            }
        }

        void CheckType(string table, string column, string type)
        {
            var has = found.Types[(table, column)];
            if (has != type && !(type == "text" && has == "character varying"))
            {
                throw new InvalidOperationException(
                    $"The column {column} of {TableOf(table)} is {has} and must be {type}: change its type back, or rename it, and it is made again; what your queries need differently, have in a view or in a column of your own.");
            }
        }
    }

    /// <summary>What there is. The catalog shows it also to a user who may not read the tables.</summary>
    private async Task<Found> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string Text = """
            SELECT relation.relname, attribute.attname, format_type(attribute.atttypid, attribute.atttypmod)
            FROM pg_catalog.pg_namespace AS namespace
            LEFT JOIN pg_catalog.pg_class AS relation ON relation.relnamespace = namespace.oid
            LEFT JOIN pg_catalog.pg_attribute AS attribute ON attribute.attrelid = relation.oid AND attribute.attnum > 0 AND NOT attribute.attisdropped
            WHERE namespace.nspname = $1
            """;
        await using var command = new NpgsqlCommand(Text, connection) { Parameters = { new() { Value = schema } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var (hasSchema, relations, types) = (false, new HashSet<string>(StringComparer.Ordinal), new Dictionary<(string Table, string Column), string>());
        while (await reader.ReadAsync(cancellationToken))
        {
            hasSchema = true;
            if (!await reader.IsDBNullAsync(0, cancellationToken))
            {
                relations.Add(reader.GetString(0));
            }

            if (!await reader.IsDBNullAsync(1, cancellationToken))
            {
                types[(reader.GetString(0), reader.GetString(1))] = reader.GetString(2);
            }
        }

        return new(hasSchema, relations, types);
    }

    /// <summary>As PostgreSQL names it.</summary>
    private static string TypeOf(ColumnType type) => type switch
    {
        ColumnType.Text => "text",
        ColumnType.Integer => Long,
        ColumnType.Number => "double precision",
        ColumnType.Flag => "boolean",
        ColumnType.Instant => "timestamp with time zone",
        _ => "jsonb",
    };

    /// <param name="HasSchema">Whether the schema exists.</param>
    /// <param name="Relations">The names of its tables and indexes, which are one set in PostgreSQL.</param>
    /// <param name="Types">The types of their columns.</param>
    private sealed record Found(bool HasSchema, HashSet<string> Relations, Dictionary<(string Table, string Column), string> Types);
}
