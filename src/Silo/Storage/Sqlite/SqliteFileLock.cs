using SessionGrains.Silo.Files;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Storage.Sqlite;

/// <summary>
/// Locks the database for one embedded silo, or for the processes of a local cluster together. On Linux it is an advisory lock (flock(2)) on the database itself, which the system
/// releases when the process dies; a separate lock file could be deleted, and two processes could each hold a lock. SQLite's own locks (fcntl(2)) are independent of it on
/// Linux. On other systems both kinds are the same, so there it is a separate file.
/// </summary>
/// <remarks>
/// Closing a file releases all fcntl locks of the process on it, so this lock must be taken before SQLite opens the database and released after SQLite has closed it.
/// </remarks>
internal static class SqliteFileLock
{
    /// <summary>Takes the lock; creates the database, empty and accessible to this user only, if missing.</summary>
    /// <exception cref="StartRefusedException">Another process holds a conflicting lock, or the file cannot be used.</exception>
    public static FileStream Take(SqliteStoreOptions options)
    {
        CreateFolder(options.Path);
        try
        {
            OwnerOnlyFiles.CreateFile(options.Path);
            var path = OperatingSystem.IsLinux() ? options.Path : options.Path + ".lock";
            if (options.Exclusive)
                return OwnerOnlyFiles.Open(path, FileMode.OpenOrCreate, FileShare.None);

            OwnerOnlyFiles.CreateFile(path);
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (IOException e) when (OwnerOnlyFiles.IsLocked(e))
        {
            throw new StartRefusedException(
                $"The session database '{Path.GetFullPath(options.Path)}' is in use by another process: an embedded server needs one of its own. Stop the other one, or name another file in {SqliteStoreOptions.Section}:{nameof(SqliteStoreOptions.Path)}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SqliteRefusal.Of(options.Path, e.Message, e);
        }
    }

    private static void CreateFolder(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is not { } folder)
            return;

        try
        {
            OwnerOnlyFiles.CreateFolder(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SqliteRefusal.OfFolder(folder, File.Exists(folder) ? "it is a file" : e.Message, e);
        }
    }
}
