using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SessionGrains.Silo.Storage.Sqlite;

/// <summary>A connection to the file with its prepared statements. For one thread.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    /// <summary>
    /// <c>synchronous=FULL</c> is what makes a commit durable: it returns after its pages are on disk. The log is checkpointed every 16 MiB (on a small disk sooner) instead of
    /// 4, since sessions are rewritten often and only their last pages need to be copied. What is deleted or overwritten is zeroed in its page, which costs no further
    /// write; pages that become free are not: an erasure returns them to the disk (docs/privacy.md#what-becomes-of-the-files).
    /// </summary>
    private const string Settings = """
        PRAGMA busy_timeout = 3000;
        PRAGMA synchronous = FULL;
        PRAGMA cache_size = -32768;
        PRAGMA secure_delete = FAST;
        """;

    /// <summary>SQLite's maximum.</summary>
    private const long MaxPages = 0xFFFFFFFE;

    private readonly SqliteConnection _connection;
    private readonly List<SqliteStatement> _statements = [];
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;

    public SqliteDatabase(SqliteStoreOptions options, SqliteDisk disk, bool create = false)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = options.Path,
            // A deleted file must not be recreated empty.
            Mode = create ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = 3,
        }.ToString());
        try
        {
            _connection.Open();
            Execute(Settings);
            ApplyLimits(disk);
            _begin = Prepare("BEGIN IMMEDIATE");
            _commit = Prepare("COMMIT");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Prepares a statement that lives as long as the connection.</summary>
    public SqliteStatement Prepare(string sql)
    {
        var statement = new SqliteStatement(_connection.Handle!, sql);
        _statements.Add(statement);
        return statement;
    }

    public void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public long Query(string sql)
    {
        using var statement = new SqliteStatement(_connection.Handle!, sql);
        return statement.Step() ? statement.Int64(0) : 0;
    }

    /// <summary>The first text that a query finds; null for none.</summary>
    public string? QueryText(string sql)
    {
        using var statement = new SqliteStatement(_connection.Handle!, sql);
        return statement.Step() && statement.IsText(0) ? System.Text.Encoding.UTF8.GetString(statement.Bytes(0)) : null;
    }

    /// <summary>
    /// Runs the work in one transaction that takes the write lock at its start: a reader that becomes a writer could fail half-way. If it throws, nothing is stored and the
    /// connection must be disposed.
    /// </summary>
    public void Transact(Action work)
    {
        _begin.Run();
        work();
        _commit.Run();
    }

    public void Dispose()
    {
        foreach (var statement in _statements)
            statement.Dispose();

        // Closing rolls back an unfinished transaction.
        _connection.Dispose();
    }

    private void ApplyLimits(SqliteDisk disk)
    {
        var pageSize = Query("PRAGMA page_size");
        Execute($"""
            PRAGMA max_page_count = {Math.Clamp(disk.MaxBytes / pageSize, 1, MaxPages)};
            PRAGMA wal_autocheckpoint = {disk.LogBytes / 4 / pageSize};
            PRAGMA journal_size_limit = {disk.LogBytes};
            """);
    }
}
