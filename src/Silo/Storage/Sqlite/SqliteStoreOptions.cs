namespace SessionGrains.Silo.Storage.Sqlite;

/// <summary>The session store in one file: the <c>Storage:Sqlite</c> section of the configuration.</summary>
public sealed class SqliteStoreOptions
{
    public const string Section = "Storage:Sqlite";

    /// <summary>The database file; its folder is created. Default <c>data/sessions.db</c>, below the working directory.</summary>
    public string Path { get; set; } = "data/sessions.db";

    /// <summary>
    /// Bytes that the file may grow to, from 1 MiB; what does not fit is answered 503, as on a full disk. Default: no bound. The write-ahead log
    /// beside it takes up to 64 MiB more.
    /// </summary>
    public long? MaxBytes { get; set; }

    /// <summary>Whether this process wants the file for itself (an embedded silo) or shares it with others of a local cluster.</summary>
    internal bool Exclusive { get; set; }
}
