using System.Text;

namespace SessionGrains.Live;

/// <summary>Which partition counts what. Names begin with no hexadecimal digit, so no store takes them for a number.</summary>
public static class LivePartitions
{
    /// <summary>Everything but titles: all sessions, players, content types, channels.</summary>
    public const string Totals = "totals";

    private const int TitlePartitions = 8;

    /// <summary>Those among which the titles are spread.</summary>
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
