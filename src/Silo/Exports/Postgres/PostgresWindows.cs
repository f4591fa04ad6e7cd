using System.Runtime.CompilerServices;
using Npgsql;
using SessionGrains.Exports;

namespace SessionGrains.Silo.Exports.Postgres;

/// <summary>The table of windows, by which a place of the report log is found again, and all after it taken back.</summary>
internal sealed class PostgresWindows(PostgresSchema schema)
{
    /// <summary>Deleting millions of rows takes minutes.</summary>
    private const int DeletionSeconds = 600;

    /// <summary>In the transaction that writes the window.</summary>
    public async Task AddAsync(NpgsqlConnection connection, ExportClaim claim, CancellationToken cancellationToken)
    {
        await using var add = new NpgsqlCommand($"INSERT INTO {schema.Windows} (first, last, after_cursor, until_cursor, epoch, written_at) VALUES ($1, $2, $3, $4, $5, now())", connection)
        {
            Parameters = { new() { Value = claim.First }, new() { Value = claim.Last }, new() { Value = (object?)claim.After ?? DBNull.Value }, new() { Value = claim.Until }, new() { Value = claim.Epoch } },
        };
        await add.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The newest first.</summary>
    public async IAsyncEnumerable<ExportClaim> ReadAsync(NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var query = new NpgsqlCommand($"SELECT first, last, after_cursor, until_cursor, epoch FROM {schema.Windows} ORDER BY first DESC", connection);
        await using var reader = await query.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var first = reader.GetInt64(0);
            var after = await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetString(2);
            yield return new(after, reader.GetString(3), first, (int)(reader.GetInt64(1) - first + 1), reader.GetInt64(4));
        }
    }

    /// <summary>Deletes all after a number.</summary>
    public async Task DeleteAsync(NpgsqlConnection connection, long last, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = DeletionSeconds };
        foreach (var (table, column) in ((string, string)[])[(schema.TableOf(Tables.RowsTable.Name), PostgresSchema.Number), (schema.TableOf(Tables.SessionsTable.Name), PostgresSchema.Number), (schema.Windows, "first")])
        {
            batch.BatchCommands.Add(new($"DELETE FROM {table} WHERE {column} > $1") { Parameters = { new() { Value = last } } });
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
