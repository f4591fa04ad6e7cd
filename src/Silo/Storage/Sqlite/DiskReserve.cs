using SessionGrains.Silo.Files;

namespace SessionGrains.Silo.Storage.Sqlite;

/// <summary>
/// A file that reserves disk space for the database. It is deleted when the disk is full, because deleting records takes some space before it frees any. Useless on file systems
/// that cannot preallocate.
/// </summary>
internal sealed class DiskReserve(string databasePath, long bytes)
{
    private readonly string _path = PathOf(databasePath);

    public long Bytes => bytes;

    public bool Exists => File.Exists(_path);

    public static long Length(string databasePath) => new FileInfo(PathOf(databasePath)) is { Exists: true } file ? file.Length : 0;

    /// <summary>Creates the file if missing. Several processes may do so at once.</summary>
    public void Create()
    {
        if (Exists)
            return;

        try
        {
            using var file = OwnerOnlyFiles.Open(_path, FileMode.CreateNew, FileShare.Read, bytes);
            file.SetLength(bytes);
        }
        catch (IOException)
        {
            // Another process was faster, or there is not enough space: retried a second later.
        }
    }

    /// <summary>Deletes the file.</summary>
    public void Release()
    {
        try
        {
            File.Delete(_path);
        }
        catch (IOException)
        {
            // Retried a second later.
        }
    }

    private static string PathOf(string databasePath) => databasePath + ".reserve";
}
