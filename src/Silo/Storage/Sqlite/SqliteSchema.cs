using Microsoft.Data.Sqlite;
using SessionGrains.Silo.Hosting;

namespace SessionGrains.Silo.Storage.Sqlite;

/// <summary>The tables, made and brought up to date by the program; <c>PRAGMA user_version</c> counts the steps taken.</summary>
internal static class SqliteSchema
{
    /// <summary>
    /// Step n takes version n to n + 1; a step that was released is never changed. Records are found by an index beside the table, not kept in
    /// it, because bodies of a kilobyte and more would make that index deep, and new ones go to the end of the table this way.
    /// <c>AUTOINCREMENT</c> gives positions in the order of commits, as there is one writer at a time, and never gives one out again.
    /// </summary>
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE records(session BLOB NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, expires_at INTEGER, body BLOB NOT NULL, UNIQUE(session, name));
        CREATE INDEX records_by_expiry ON records(expires_at) WHERE expires_at IS NOT NULL;
        CREATE TABLE deadlines(session BLOB PRIMARY KEY NOT NULL, sweep_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX deadlines_by_time ON deadlines(sweep_at);
        CREATE TABLE reports(position INTEGER PRIMARY KEY AUTOINCREMENT, session BLOB NOT NULL UNIQUE, stored_at INTEGER NOT NULL, body BLOB NOT NULL);
        """,
    ];

    /// <exception cref="StartRefusedException">The file cannot be used; the message says why.</exception>
    public static void Prepare(SqliteStoreOptions options)
    {
        try
        {
            using var database = new SqliteDatabase(options, create: true);
            database.Execute("PRAGMA journal_mode = WAL");
            if (database.Query("PRAGMA user_version") == Steps.Length)
                return;

            // Several processes may start at once on one file: the version is only certain inside the transaction.
            database.Transact(() => Migrate(database, options.Path));
        }
        catch (SqliteException e)
        {
            throw new StartRefusedException($"The session database '{options.Path}' cannot be used: {e.Message}", e);
        }
    }

    private static void Migrate(SqliteDatabase database, string path)
    {
        var version = database.Query("PRAGMA user_version");
        if (version > Steps.Length)
        {
            throw new StartRefusedException(
                $"The session database '{path}' has schema version {version}, this program knows {Steps.Length} and older: run the program that wrote it or a newer one, or name another file in {SqliteStoreOptions.Section}:{nameof(SqliteStoreOptions.Path)}.");
        }

        foreach (var step in Steps.Skip((int)version))
            database.Execute(step);
        database.Execute($"PRAGMA user_version = {Steps.Length}");
    }
}
