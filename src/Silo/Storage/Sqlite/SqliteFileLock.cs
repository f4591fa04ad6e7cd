using SessionGrains.Silo.Hosting;

namespace SessionGrains.Silo.Storage.Sqlite;

/// <summary>
/// Says who uses the database: one embedded silo alone, or the processes of a local cluster together. It is an advisory lock on a file beside
/// the database, which the operating system lets go of when the process dies.
/// </summary>
internal static class SqliteFileLock
{
    /// <exception cref="StartRefusedException">Another process holds the database in a way that excludes this one.</exception>
    public static FileStream Take(SqliteStoreOptions options)
    {
        var path = options.Path + ".lock";
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(options.Path)) is { } folder)
                Directory.CreateDirectory(folder);

            if (options.Exclusive)
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

            using (new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite))
            {
            }

            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (IOException e) when (e.GetType() == typeof(IOException))
        {
            throw new StartRefusedException(
                $"The session database '{options.Path}' is in use by another process: an embedded server needs one of its own. Stop the other one, or name another file in {SqliteStoreOptions.Section}:{nameof(SqliteStoreOptions.Path)}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"The session database '{options.Path}' cannot be used: {e.Message}", e);
        }
    }
}
