using System.Runtime.CompilerServices;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using SessionGrains.Exports;
using SessionGrains.Silo.Exports.Tables;

namespace SessionGrains.Silo.Exports.Postgres;

/// <summary>
/// Writes windows into PostgreSQL, each in one transaction that also moves the cursor from the value that the claim expects: whoever repeats a window, or comes too late with
/// one, changes nothing. So each session is there exactly once. A schema has the sessions of one sink: both tables are keyed by the sink's own numbers.
/// </summary>
internal sealed partial class PostgresSink(NpgsqlDataSource database, string schema, string cluster) : IExportSink
{
    /// <summary>
    /// Nothing waits for ever. <c>lock_timeout</c>: this one for another writer. The others end the transaction of a process that is gone without a word, so that its lock
    /// on the cursor goes: between two commands by the idle timeout, in the middle of a COPY by the keepalives.
    /// </summary>
    private const string TransactionSettings = """
        SET LOCAL synchronous_commit = on; SET LOCAL lock_timeout = '10s'; SET LOCAL idle_in_transaction_session_timeout = '1min';
        SET LOCAL tcp_keepalives_idle = 30; SET LOCAL tcp_keepalives_interval = 10; SET LOCAL tcp_keepalives_count = 3
        """;

    private readonly PostgresSchema _schema = new(schema);
    private readonly PostgresWindows _windows = new(new(schema));
    private bool _isMigrated;

    /// <summary>A pool of connections that find out when the server is gone, unless the connection string says otherwise.</summary>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public static NpgsqlDataSource Open(string connectionString) =>
        NpgsqlDataSource.Create($"Timeout=15;Command Timeout=30;Keepalive=30;Tcp Keepalive=true;{connectionString}");

    public Task WriteAsync(ExportWindow window, CancellationToken cancellationToken) =>
        TransactAsync(window.Sink, (connection, cancellationToken) => WriteAsync(connection, window, cancellationToken), cancellationToken);

    /// <summary>Runs the work in a transaction that has the lock on the cursors, so that all who write come one after another.</summary>
    /// <param name="sink">The sink's name.</param>
    /// <param name="work">False if there is nothing to commit.</param>
    /// <param name="cancellationToken">Rolls back.</param>
    private async Task TransactAsync(string sink, Func<NpgsqlConnection, CancellationToken, Task<bool>> work, CancellationToken cancellationToken)
    {
        try
        {
            await TryTransactAsync(sink, work, cancellationToken);
        }
        catch
        {
            // Somebody may have dropped the schema or changed a table: the next try looks.
            _isMigrated = false;
            throw;
        }
    }

    /// <summary>Windows of before the table are not in it.</summary>
    public async IAsyncEnumerable<ExportClaim> ReadWindows(string sink, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await foreach (var window in _windows.ReadAsync(connection, cancellationToken))
        {
            yield return window;
        }
    }

    public Task TakeBackAsync(string sink, ExportRewind rewind, CancellationToken cancellationToken) =>
        TransactAsync(sink, (connection, cancellationToken) => TakeBackAsync(connection, sink, rewind, cancellationToken), cancellationToken);

    private async Task TryTransactAsync(string sink, Func<NpgsqlConnection, CancellationToken, Task<bool>> work, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var transaction = await BeginAsync(connection, sink, cancellationToken);
        if (await work(connection, cancellationToken))
        {
            await transaction.CommitAsync(cancellationToken);
        }
    }

    private async Task<bool> WriteAsync(NpgsqlConnection connection, ExportWindow window, CancellationToken cancellationToken)
    {
        if (!await MoveCursorAsync(connection, window, cancellationToken))
        {
            return false;
        }

        var erased = await ErasedInAsync(connection, window, cancellationToken);
        (long Number, ExportedSession Session)[] sessions = [.. window.Reports.Select((report, i) => (Number: window.Claim.First + i, Session: ExportedSession.Of(report)))
            .Where(one => one.Session.SessionId is not { } id || !erased.Contains(id))];
        await CopyAsync(connection, SessionsTable.Name, SessionsTable.Columns, sessions, cancellationToken);
        await CopyAsync(
            connection, RowsTable.Name, RowsTable.Columns,
            sessions.SelectMany(static one => one.Session.Rows.Select(row => (one.Number, new ExportedRow(one.Session, row)))), cancellationToken);
        await _windows.AddAsync(connection, window.Claim, cancellationToken);
        return true;
    }

    private async Task<bool> TakeBackAsync(NpgsqlConnection connection, string sink, ExportRewind rewind, CancellationToken cancellationToken)
    {
        await using (var move = Command(
            connection, $"UPDATE {_schema.Cursors} SET last = $3, cursor = $4, epoch = $5, written_at = now() WHERE cluster = $1 AND sink = $2 AND last >= $3 AND epoch <= $5",
            sink, rewind.Sessions, (object?)rewind.Cursor ?? DBNull.Value, rewind.Epoch))
        {
            if (await move.ExecuteNonQueryAsync(cancellationToken) == 0)
            {
                var (last, _) = await ReadCursorAsync(connection, sink, cancellationToken);
                throw new InvalidOperationException(
                    $"The database has the sessions up to {last} and is to go back to {rewind.Sessions}: the database or the server's store was set back or replaced, or another process has gone on. Restore the newer state, or export to another sink name in another schema.");
            }
        }

        await _windows.DeleteAsync(connection, rewind.Sessions, cancellationToken);
        return true;
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            if (!_isMigrated)
            {
                await _schema.MigrateAsync(connection, cancellationToken);
                _isMigrated = true;
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>A transaction that only one process has at a time, with the sink's row of cursors.</summary>
    private async Task<NpgsqlTransaction> BeginAsync(NpgsqlConnection connection, string sink, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var settings = new NpgsqlCommand(TransactionSettings, connection))
        {
            await settings.ExecuteNonQueryAsync(cancellationToken);
        }

        await CheckIdentityAsync(connection, sink, cancellationToken);
        await using var begin = Command(connection, $"INSERT INTO {_schema.Cursors} (cluster, sink, last, written_at) VALUES ($1, $2, 0, now()) ON CONFLICT DO NOTHING", sink);
        await begin.ExecuteNonQueryAsync(cancellationToken);
        return transaction;
    }

    /// <summary>Two clusters, or two sinks, must not write into one schema: their numbers are the same. By the lock one of two who begin at the same time sees the other.</summary>
    private async Task CheckIdentityAsync(NpgsqlConnection connection, string sink, CancellationToken cancellationToken)
    {
        await using (var wait = new NpgsqlCommand($"LOCK TABLE {_schema.Cursors} IN EXCLUSIVE MODE", connection))
        {
            await wait.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var others = Command(connection, $"SELECT cluster, sink FROM {_schema.Cursors} WHERE cluster <> $1 OR sink <> $2 LIMIT 1", sink);
        await using var found = await others.ExecuteReaderAsync(cancellationToken);
        if (await found.ReadAsync(cancellationToken))
        {
            throw new InvalidOperationException($"The schema {schema} has the sessions of sink {found.GetString(1)} of cluster {found.GetString(0)} and this is sink {sink} of cluster {cluster}: set another Exports:{sink}:Schema.");
        }
    }

    /// <summary>False if the window is there already.</summary>
    private async Task<bool> MoveCursorAsync(NpgsqlConnection connection, ExportWindow window, CancellationToken cancellationToken)
    {
        var claim = window.Claim;
        await using (var move = Command(
            connection, $"UPDATE {_schema.Cursors} SET last = $3, cursor = $5, epoch = $6, written_at = now() WHERE cluster = $1 AND sink = $2 AND last = $4 AND epoch <= $6",
            window.Sink, claim.Last, claim.First - 1, claim.Until, claim.Epoch))
        {
            if (await move.ExecuteNonQueryAsync(cancellationToken) == 1)
            {
                return true;
            }
        }

        var (last, cursor) = await ReadCursorAsync(connection, window.Sink, cancellationToken);
        return last == claim.Last && cursor == claim.Until
            ? false
            : throw new InvalidOperationException(
                $"The database has the sessions up to {last} and these are {claim.First} to {claim.Last}: the database or the server's store was set back or replaced, or another process has gone back meanwhile. Restore the newer state, or export to another sink name in another schema.");
    }

    private async Task<(long Last, string? Cursor)> ReadCursorAsync(NpgsqlConnection connection, string sink, CancellationToken cancellationToken)
    {
        await using var read = Command(connection, $"SELECT last, cursor FROM {_schema.Cursors} WHERE cluster = $1 AND sink = $2", sink);
        await using var found = await read.ExecuteReaderAsync(cancellationToken);
        await found.ReadAsync(cancellationToken);
        return (found.GetInt64(0), await found.IsDBNullAsync(1, cancellationToken) ? null : found.GetString(1));
    }

    private NpgsqlCommand Command(NpgsqlConnection connection, string text, string sink, params object[] more)
    {
        var command = new NpgsqlCommand(text, connection);
        foreach (var value in (object[])[cluster, sink, .. more])
        {
            command.Parameters.Add(new() { Value = value });
        }

        return command;
    }

    private async Task CopyAsync<TRow>(NpgsqlConnection connection, string table, IReadOnlyList<ExportColumn<TRow>> columns, IEnumerable<(long Number, TRow Row)> rows, CancellationToken cancellationToken)
    {
        var names = string.Join(", ", columns.Select(static column => $"\"{column.Name}\""));
        await using var copy = await connection.BeginBinaryImportAsync($"COPY {_schema.TableOf(table)} ({PostgresSchema.Number}, {names}) FROM STDIN (FORMAT BINARY)", cancellationToken);
        foreach (var (number, row) in rows)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(number, NpgsqlDbType.Bigint, cancellationToken);
            foreach (var column in columns)
            {
                await (column.Value(row) switch
                {
                    null => copy.WriteNullAsync(cancellationToken),
                    string text => copy.WriteAsync(text, NpgsqlDbType.Text, cancellationToken),
                    long integer => copy.WriteAsync(integer, NpgsqlDbType.Bigint, cancellationToken),
                    double value => copy.WriteAsync(value, NpgsqlDbType.Double, cancellationToken),
                    bool flag => copy.WriteAsync(flag, NpgsqlDbType.Boolean, cancellationToken),
                    DateTime instant => copy.WriteAsync(instant, NpgsqlDbType.TimestampTz, cancellationToken),
                    IReadOnlyList<KeyValuePair<string, string?>> map => copy.WriteAsync(JsonOf(map), NpgsqlDbType.Jsonb, cancellationToken),
                    var other => throw new InvalidOperationException($"A column has a {other.GetType().Name}."),
                });
            }
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static string JsonOf(IReadOnlyList<KeyValuePair<string, string?>> map) => JsonSerializer.Serialize(map.ToDictionary(static entry => entry.Key, static entry => entry.Value));
}
