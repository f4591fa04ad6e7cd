using SessionGrains.Rooms;

namespace SessionGrains.Silo.Storage.Sqlite;

/// <summary>
/// The disk below the database: what the file, its log and a reserve may take of it, and how much is left. All sizes follow from the disk as it is when the store is
/// opened, counting what the database has of it as free.
/// </summary>
internal sealed class SqliteDisk
{
    private const long MiB = 1 << 20;

    private readonly SqliteStoreOptions _options;
    private readonly long _defaultMaxBytes;

    public SqliteDisk(SqliteStoreOptions options)
    {
        _options = options;
        var all = Available + Length(options.Path) + Length(LogPath) + DiskReserve.Length(options.Path);
        var used = Math.Min(all, options.MaxBytes ?? all);
        LogBytes = Math.Clamp(used / 16, MiB, 64 * MiB);
        Reserve = new DiskReserve(options.Path, Math.Clamp(used / 32, MiB / 2, 64 * MiB));
        _defaultMaxBytes = Math.Max(all - LogBytes - Reserve.Bytes - Math.Min(all / 20, 1024 * MiB), MiB);
    }

    /// <summary>What the file may grow to.</summary>
    public long MaxBytes => _options.MaxBytes ?? _defaultMaxBytes;

    /// <summary>What the write-ahead log is cut back to. A batch may make it longer for a moment.</summary>
    public long LogBytes { get; }

    public DiskReserve Reserve { get; }

    /// <summary>The log is longer than it should be.</summary>
    public bool HasLongLog => Length(LogPath) > LogBytes;

    /// <summary>There is little of the disk itself left, so that room within the file should be given back to it.</summary>
    public bool IsShort => Available < LogHeadroom + (2 * Reserve.Bytes);

    /// <summary>What is left is for deleting and for writing the log back: without that nothing would come free any more.</summary>
    public bool IsExhausted => Available < LastBytes;

    private long LastBytes => Reserve.Bytes / 2;

    private string LogPath => _options.Path + "-wal";

    private long Available => new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(_options.Path))!).AvailableFreeSpace;

    private long LogHeadroom => Math.Max(0, LogBytes - Length(LogPath));

    /// <summary>
    /// Gives the reserve up when the disk is all but full, so that deleting and writing the log back have something to work in, and makes it again when there is room.
    /// </summary>
    public void UpdateReserve()
    {
        var available = Available;
        if (available < LastBytes)
            Reserve.Release();
        else if (available >= LogHeadroom + (2 * Reserve.Bytes))
            Reserve.Create();
    }

    public RoomSample Measure(SqliteUsage usage)
    {
        // What is committed is in the log first: the file grows when that is written back.
        var comingGrowth = Math.Max(0, usage.FileBytes - Length(_options.Path));
        var missingReserve = Reserve.Exists ? 0 : Reserve.Bytes;
        var onDisk = Math.Max(0, Available - comingGrowth - LogHeadroom - missingReserve) + usage.FreeBytes;
        var used = usage.FileBytes - usage.FreeBytes;
        var limit = Math.Min(MaxBytes, used + onDisk);
        return new RoomSample(Math.Max(0, limit - used), limit, usage.OwedBytes);
    }

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
