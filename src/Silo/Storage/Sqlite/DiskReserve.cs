using SessionGrains.Silo.Files;

namespace SessionGrains.Silo.Storage.Sqlite;

/// <summary>
/// A file beside the database that holds nothing but its place: given up when the disk is full, because deleting takes a little room before it gives any. Where a file
/// system cannot set bytes aside it is only as good as nothing.
/// </summary>
internal sealed class DiskReserve(string databasePath, long bytes)
{
    private readonly string _path = PathOf(databasePath);

    public long Bytes => bytes;

    public bool Exists => File.Exists(_path);

    public static long Length(string databasePath) => new FileInfo(PathOf(databasePath)) is { Exists: true } file ? file.Length : 0;

    /// <summary>May be called by several processes at once.</summary>
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
            // Another process was faster, or there is no room for it after all: the next second sees.
        }
    }

    public void Release()
    {
        try
        {
            File.Delete(_path);
        }
        catch (IOException)
        {
            // Tried again a second later.
        }
    }

    private static string PathOf(string databasePath) => databasePath + ".reserve";
}
