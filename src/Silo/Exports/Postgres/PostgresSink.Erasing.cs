using Npgsql;
using SessionGrains.Exports;
using SessionGrains.Silo.Exports.Tables;

namespace SessionGrains.Silo.Exports.Postgres;

/// <summary>Erasing sessions: their ids stay, so that a window that was read before leaves them out.</summary>
internal sealed partial class PostgresSink
{
    public Task EraseAsync(ErasedSessions sessions, CancellationToken cancellationToken) =>
        TransactAsync(sessions.Sink, (connection, cancellationToken) => EraseAsync(connection, sessions, cancellationToken), cancellationToken);

    private async Task<bool> EraseAsync(NpgsqlConnection connection, ErasedSessions sessions, CancellationToken cancellationToken)
    {
        var table = _schema.TableOf(SessionsTable.Name);
        string[] statements =
        [
            $"INSERT INTO {_schema.Erased} (session_id, erased_at) SELECT unnest($1), $2 ON CONFLICT DO NOTHING",
            $"DELETE FROM {_schema.TableOf(RowsTable.Name)} WHERE {PostgresSchema.Number} IN (SELECT {PostgresSchema.Number} FROM {table} WHERE session_id = ANY($1))",
            $"DELETE FROM {table} WHERE session_id = ANY($1)",
        ];
        foreach (var (statement, number) in statements.Select(static (text, i) => (text, i)))
        {
            await using var command = new NpgsqlCommand(statement, connection) { Parameters = { new() { Value = sessions.SessionIds.ToArray() } } };
            if (number == 0)
            {
                command.Parameters.Add(new() { Value = DateTimeOffset.FromUnixTimeMilliseconds(sessions.ErasedAtMs).UtcDateTime });
            }

            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return true;
    }

    /// <summary>Those of the window's sessions that were erased.</summary>
    private async Task<HashSet<string>> ErasedInAsync(NpgsqlConnection connection, ExportWindow window, CancellationToken cancellationToken)
    {
        string[] ids = [.. window.Reports.Select(static report => ExportedSession.Of(report).SessionId).OfType<string>()];
        await using var command = new NpgsqlCommand($"SELECT session_id FROM {_schema.Erased} WHERE session_id = ANY($1)", connection) { Parameters = { new() { Value = ids } } };
        await using var found = await command.ExecuteReaderAsync(cancellationToken);
        var erased = new HashSet<string>(StringComparer.Ordinal);
        while (await found.ReadAsync(cancellationToken))
        {
            erased.Add(found.GetString(0));
        }

        return erased;
    }
}
