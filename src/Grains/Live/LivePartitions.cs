using System.Text;

namespace SessionGrains.Live;

/// <summary>Assigns keys to partitions. Names do not begin with a hexadecimal digit, so no store takes them for a number.</summary>
public static class LivePartitions
{
    /// <summary>The partition of everything except titles: all sessions, players, content types, channels.</summary>
    public const string Totals = "totals";

    private const int TitlePartitions = 8;

    /// <summary>The partitions of the titles.</summary>
    public static IReadOnlyList<string> Titles { get; } = [.. Enumerable.Range(0, TitlePartitions).Select(static number => $"titles-{number}")];

    public static IReadOnlyList<string> All { get; } = [Totals, .. Titles];

    /// <summary>The partition of a key; the same in every process.</summary>
    public static string Of(LiveKey key)
    {
        if (key.Kind != LiveKind.Title)
            return Totals;

        // FNV-1a.
        var hash = 2166136261u;
        foreach (var one in Encoding.UTF8.GetBytes(key.Id))
            hash = (hash ^ one) * 16777619u;

        return Titles[(int)(hash % TitlePartitions)];
    }
}
