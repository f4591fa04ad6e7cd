using Microsoft.Data.Sqlite;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Storage.Sqlite;

/// <summary>The tables; <c>PRAGMA user_version</c> has the <see cref="StoreFormat"/>. There is no migration, because no other format was released.</summary>
internal static class SqliteSchema
{
    /// <summary>
    /// Records are found by an index and not stored in it (no WITHOUT ROWID), because bodies of a kilobyte and more would make that index deep, and new ones are appended this way. With
    /// <c>AUTOINCREMENT</c> and one writer at a time, positions of reports are in commit order and never reused.
    /// </summary>
    private const string Tables = """
        CREATE TABLE records(session BLOB NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, expires_at INTEGER, body BLOB NOT NULL, UNIQUE(session, name));
        CREATE INDEX records_by_expiry ON records(expires_at) WHERE expires_at IS NOT NULL;
        CREATE TABLE deadlines(session BLOB PRIMARY KEY NOT NULL, sweep_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX deadlines_by_time ON deadlines(sweep_at);
        CREATE TABLE format_writer(version TEXT NOT NULL);
        CREATE TABLE reports(position INTEGER PRIMARY KEY AUTOINCREMENT, session BLOB NOT NULL UNIQUE, stored_at INTEGER NOT NULL, body BLOB NOT NULL);
        """;

    /// <exception cref="StartRefusedException">The file cannot be used; the message says why.</exception>
    public static void Prepare(SqliteStoreOptions options, SqliteDisk disk)
    {
        try
        {
            using var database = new SqliteDatabase(options, disk, create: true);

            // Must be set before the file has content: lets deleted pages be returned to the disk.
            database.Execute("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL");
            if (database.Query("PRAGMA user_version") == StoreFormat.Number)
                return;

            // Several processes may start at once: the version is only certain inside the transaction.
            database.Transact(() => Create(database, options.Path));
        }
        catch (SqliteException e)
        {
            throw SqliteRefusal.Of(options.Path, e);
        }
    }

    /// <summary>Looks at a file that is there.</summary>
    /// <exception cref="StartRefusedException">The file has no such tables.</exception>
    public static void Check(SqliteStoreOptions options)
    {
        using var database = new SqliteDatabase(options, new SqliteDisk(options));
        if (database.Query("PRAGMA user_version") is var format && format != StoreFormat.Number)
            throw Unknown(database, options.Path, format);
    }

    private static void Create(SqliteDatabase database, string path)
    {
        var format = database.Query("PRAGMA user_version");
        if (format == StoreFormat.Number)
            return;

        if (format != 0)
            throw Unknown(database, path, format);

        database.Execute(Tables);
        database.Execute($"INSERT INTO format_writer VALUES ('{ProgramVersion.Text}'); PRAGMA user_version = {StoreFormat.Number}");
    }

    private static StartRefusedException Unknown(SqliteDatabase database, string path, long format) => StoreFormat.Refuse(
        $"The session database '{path}'",
        format.ToString(System.Globalization.CultureInfo.InvariantCulture),
        WriterOf(database),
        $"name another file in {SqliteStoreOptions.Section}:{nameof(SqliteStoreOptions.Path)}");

    private static string? WriterOf(SqliteDatabase database) =>
        database.Query("SELECT count(*) FROM sqlite_master WHERE name = 'format_writer'") == 0 ? null : database.QueryText("SELECT version FROM format_writer");
}
