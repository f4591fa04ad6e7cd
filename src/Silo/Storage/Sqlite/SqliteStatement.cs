using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SessionGrains.Silo.Storage.Sqlite;

/// <summary>
/// A prepared statement on SQLite's native interface. <see cref="SqliteCommand"/> takes blobs only as whole arrays and allocates for every execution. For one thread.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(sqlite3 database, string sql)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    public SqliteStatement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, index, value));
        return this;
    }

    public SqliteStatement Bind(int index, string text)
    {
        Check(raw.sqlite3_bind_text(_statement, index, text));
        return this;
    }

    public SqliteStatement Bind(int index, ReadOnlySpan<byte> blob)
    {
        Check(blob.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, index, 0) : raw.sqlite3_bind_blob(_statement, index, blob));
        return this;
    }

    /// <summary>Binds a session's id: as 32 bytes when it has 64 lower-case hexadecimal digits, else as text.</summary>
    public SqliteStatement BindSession(int index, ReadOnlySpan<byte> sessionId)
    {
        Span<byte> blob = stackalloc byte[SessionIdBlob.Length];
        Check(SessionIdBlob.TryParse(sessionId, blob)
            ? raw.sqlite3_bind_blob(_statement, index, blob)
            : raw.sqlite3_bind_text(_statement, index, sessionId));
        return this;
    }

    /// <summary>Advances to the next row; false at the end, after which the statement can be bound again.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW)
            return true;

        raw.sqlite3_reset(_statement);
        if (result != raw.SQLITE_DONE)
            Check(result);
        return false;
    }

    /// <summary>Discards the remaining rows.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    /// <summary>Executes the statement and returns the number of changed rows.</summary>
    public int Run()
    {
        while (Step())
        {
        }

        return raw.sqlite3_changes(_database);
    }

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>Bytes of a blob, or of a text in UTF-8, without reading it.</summary>
    public int Length(int column) => raw.sqlite3_column_bytes(_statement, column);

    public bool IsBlob(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_BLOB;

    public bool IsText(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_TEXT;

    /// <summary>Valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    public byte[] Blob(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    public string Session(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_BLOB
        ? Convert.ToHexStringLower(raw.sqlite3_column_blob(_statement, column))
        : raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public void Dispose() => _statement.Dispose();

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}
