using SessionGrains.Rooms;

namespace SessionGrains.Silo.Storage.Sqlite;

/// <summary>
/// The disk space of the database: the limits of the file, its log and the reserve, and the free space. The limits follow from the disk's free space when the store is opened,
/// counting what the database already occupies as free.
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

    /// <summary>Maximum size of the file.</summary>
    public long MaxBytes => _options.MaxBytes ?? _defaultMaxBytes;

    /// <summary>Size that the write-ahead log is truncated to. A batch may exceed it temporarily.</summary>
    public long LogBytes { get; }

    public DiskReserve Reserve { get; }

    /// <summary>Whether the log exceeds <see cref="LogBytes"/>.</summary>
    public bool HasLongLog => Length(LogPath) > LogBytes;

    /// <summary>Whether the disk itself is short, so that empty pages should be returned to it.</summary>
    public bool IsShort => IsShortFor(0);

    /// <summary>Whether the rest is reserved for deleting and checkpointing, without which no space would ever be freed.</summary>
    public bool IsExhausted => Available < LastBytes;

    private long LastBytes => Reserve.Bytes / 2;

    private string LogPath => _options.Path + "-wal";

    private long Available => new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(_options.Path))!).AvailableFreeSpace;

    private long LogHeadroom => Math.Max(0, LogBytes - Length(LogPath));

    /// <summary>Whether a commit of so many bytes may come close to what is reserved for deleting and checkpointing.</summary>
    public bool IsShortFor(long bytes) => Available < LogHeadroom + (2 * (Reserve.Bytes + bytes));

    /// <summary>Whether a commit of so many bytes leaves what is reserved for deleting and checkpointing.</summary>
    /// <param name="bytes">They are written twice: to the log, and by a checkpoint to the file.</param>
    /// <param name="pages">Bytes of all pages of the database, including those that are only in the log.</param>
    public bool HasSpaceFor(long bytes, long pages) => Available - ComingGrowth(pages) - (2 * bytes) >= LastBytes;

    /// <summary>Releases the reserve when the disk is almost full, so that deleting and checkpointing have space to work, and creates it again later.</summary>
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
        var missingReserve = Reserve.Exists ? 0 : Reserve.Bytes;
        var onDisk = Math.Max(0, Available - ComingGrowth(usage.FileBytes) - LogHeadroom - missingReserve) + usage.FreeBytes;
        var used = usage.FileBytes - usage.FreeBytes;
        var limit = Math.Min(MaxBytes, used + onDisk);
        return new RoomSample(Math.Max(0, limit - used), limit, usage.ReservedBytes);
    }

    /// <summary>Commits are in the log first: the file grows at the next checkpoint.</summary>
    private long ComingGrowth(long pages) => Math.Max(0, pages - Length(_options.Path));

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
