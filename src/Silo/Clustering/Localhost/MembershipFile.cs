using Microsoft.Data.Sqlite;
using SessionGrains.Silo.Files;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Clustering.Localhost;

/// <summary>
/// The Sqlite file through which the processes of a local cluster find each other, one per cluster id. Its calls are short and seconds apart, so they block
/// their thread; a writer waits up to 5 s for others.
/// </summary>
internal sealed class MembershipFile
{
    private const string Schema = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS table_version (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL);
        INSERT OR IGNORE INTO table_version VALUES (1, 0);
        CREATE TABLE IF NOT EXISTS silos (
            address TEXT PRIMARY KEY, etag INTEGER NOT NULL, pid INTEGER NOT NULL, status INTEGER NOT NULL, name TEXT NOT NULL, host TEXT NOT NULL,
            gateway_port INTEGER NOT NULL, started TEXT NOT NULL, alive TEXT NOT NULL, suspects TEXT NOT NULL);
        """;

    private readonly string _connectionString;

    private MembershipFile(string path)
    {
        Path = path;
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 5 }.ToString();
    }

    public string Path { get; }

    /// <summary>Opens the file of a cluster; creates it and its folder, accessible to this user only, if missing.</summary>
    /// <exception cref="StartRefusedException">The folder or file cannot be used.</exception>
    public static MembershipFile Open(SessionClusterOptions cluster)
    {
        var file = new MembershipFile(System.IO.Path.Combine(cluster.Directory, $"{cluster.ClusterId}.db"));
        try
        {
            LocalFolder.Create(cluster.Directory);
            OwnerOnlyFiles.CreateFile(file.Path);
            using var connection = file.Connect();
            using var command = connection.CreateCommand();
            command.Run(Schema);
            return file;
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"the local cluster's file {file.Path} cannot be used ({e.Message}) Name another folder with Cluster:Directory.", e);
        }
    }

    /// <summary>Reads in one transaction.</summary>
    public T Read<T>(Func<SqliteCommand, T> read)
    {
        using var connection = Connect();
        using var transaction = connection.BeginTransaction(deferred: true);
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        return read(command);
    }

    /// <summary>Changes in one transaction; <paramref name="write"/> returns whether to commit.</summary>
    public bool Change(Func<SqliteCommand, bool> write)
    {
        using var connection = Connect();
        using var transaction = connection.BeginTransaction(deferred: false);
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        if (!write(command))
            return false;

        transaction.Commit();
        return true;
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        return connection;
    }
}
