using System.Globalization;

namespace SessionGrains.Api.Limits;

/// <summary>
/// How many connections this process has room for. Each takes a descriptor, and one that cannot be had ends the process sooner or later: the runtime opens
/// files for itself, the store too. Each takes memory before anything is known of its request: 13 KiB when nothing is sent, 24 more for a request's line and headers.
/// </summary>
/// <param name="OpenFiles">Files that the process may have open at a time; null: not known.</param>
/// <param name="Memory">Bytes that the process may use.</param>
internal readonly record struct ConnectionCapacity(long? OpenFiles, long Memory)
{
    /// <summary>What a quarter of is 10,000 viewers.</summary>
    public const int Most = 40_000;

    private const string LimitsFile = "/proc/self/limits";
    private const string OpenFilesLine = "Max open files";

    /// <summary>An address has half of all connections before it is limited: what that takes must leave room for what everybody else does.</summary>
    private const int BytesEach = 64 * 1024;

    /// <summary>For files, the store and the other processes of a cluster; of few descriptors no more than half.</summary>
    private const long OtherFiles = 512;

    private const int OtherShare = 8;

    /// <summary>What the descriptors allow.</summary>
    public int MaxByFiles => OpenFiles is { } files
        ? (int)Math.Clamp(files - Math.Max(files / OtherShare, Math.Min(OtherFiles, files / 2)), 1, int.MaxValue)
        : int.MaxValue;

    /// <summary>What is taken where nobody says how many.</summary>
    public int Default => (int)Math.Clamp(Math.Min(MaxByFiles, Memory / BytesEach), 1, Most);

    /// <summary>Of this process. The runtime has raised its soft limit to the hard one by now.</summary>
    public static ConnectionCapacity Of()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return new(File.Exists(LimitsFile) ? ReadOpenFiles(File.ReadLines(LimitsFile)) : null, memory);
    }

    /// <summary>The soft limit in the lines of Linux' file; null where it is unlimited or none.</summary>
    public static long? ReadOpenFiles(IEnumerable<string> lines)
    {
        var line = lines.FirstOrDefault(static line => line.StartsWith(OpenFilesLine, StringComparison.Ordinal));
        var soft = line?[OpenFilesLine.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var files) ? files : null;
    }
}
