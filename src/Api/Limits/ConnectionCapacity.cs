namespace SessionGrains.Api.Limits;

/// <summary>
/// How many connections this process can hold. Each takes a file descriptor, and running out of them ends the process sooner or later, because the runtime and the
/// store open files too. Each takes memory before anything is known of its request: 13 KiB idle, 24 KiB more for a request's line and headers.
/// </summary>
/// <param name="OpenFiles">Limit of open files of the process; null: unknown.</param>
/// <param name="Memory">Bytes of memory that the process may use.</param>
internal readonly record struct ConnectionCapacity(long? OpenFiles, long Memory)
{
    /// <summary>The largest default: a quarter of it, one address' share, is enough for 10,000 viewers.</summary>
    public const int MaxDefault = 40_000;

    private const string LimitsFile = "/proc/self/limits";
    private const string OpenFilesLine = "Max open files";

    /// <summary>One address may hold half of all connections before it is limited: their memory must leave enough for everything else.</summary>
    private const int BytesPerConnection = 64 * 1024;

    /// <summary>Files reserved for the store and the connections of the cluster, but at most half of all.</summary>
    private const long OtherFiles = 512;

    private const int ReservedShare = 8;

    /// <summary>The most connections that the open-file limit allows.</summary>
    public int MaxByFiles => OpenFiles is { } files
        ? (int)Math.Clamp(files - Math.Max(files / ReservedShare, Math.Min(OtherFiles, files / 2)), 1, int.MaxValue)
        : int.MaxValue;

    /// <summary>The limit when none is configured.</summary>
    public int Default => (int)Math.Clamp(Math.Min(MaxByFiles, Memory / BytesPerConnection), 1, MaxDefault);

    /// <summary>The capacity of this process. The runtime has already raised its soft limit to the hard one.</summary>
    public static ConnectionCapacity Of()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return new(File.Exists(LimitsFile) ? ReadOpenFiles(File.ReadLines(LimitsFile)) : null, memory);
    }

    /// <summary>The soft limit in the lines of /proc/self/limits; null when unlimited or missing.</summary>
    public static long? ReadOpenFiles(IEnumerable<string> lines)
    {
        var line = lines.FirstOrDefault(static line => line.StartsWith(OpenFilesLine, StringComparison.Ordinal));
        var soft = line?[OpenFilesLine.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var files) ? files : null;
    }
}
