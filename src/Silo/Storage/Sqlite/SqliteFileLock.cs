using SessionGrains.Silo.Files;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Storage.Sqlite;

/// <summary>
/// Says who uses the database: one embedded silo alone, or the processes of a local cluster together. It is an advisory lock on the database itself
/// (flock(2)), which the operating system lets go of when the process dies. A file beside it could be deleted, and two processes would then each have a lock.
/// SQLite's own locks are of the other kind (fcntl(2)) and do not meet it on Linux. Elsewhere the two kinds are one, so there it is a file beside the database.
/// </summary>
/// <remarks>
/// Closing a file ends all fcntl locks of its process on it: the lock is taken before SQLite opens the database and must be let go of after SQLite has closed it.
/// </remarks>
internal static class SqliteFileLock
{
    /// <summary>Takes the lock; creates the database, empty and for this user alone, where it is missing.</summary>
    /// <exception cref="StartRefusedException">Another process holds the database in a way that excludes this one.</exception>
    public static FileStream Take(SqliteStoreOptions options)
    {
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(options.Path)) is { } folder)
                OwnerOnlyFiles.CreateFolder(folder);

            OwnerOnlyFiles.CreateFile(options.Path);
            var path = OperatingSystem.IsLinux() ? options.Path : options.Path + ".lock";
            if (options.Exclusive)
                return OwnerOnlyFiles.Open(path, FileMode.OpenOrCreate, FileShare.None);

            OwnerOnlyFiles.CreateFile(path);
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
