using System.Text;

namespace SessionGrains.Live;

/// <summary>
/// What is stored of a partition's minute: the rows with most viewers, and all others of the titles as one. There are as many titles as anybody likes to name, and a
/// minute is kept for a day: this is the bound of what that takes (docs/operations.md).
/// </summary>
internal static class BoundedMinute
{
    public const int MaxRows = 250;

    /// <summary>Of a record, by the reckoning below.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>What a row takes besides its texts, at most.</summary>
    private const int OverheadBytes = 112;

    public static LiveMinuteRow[] Of(IReadOnlyList<LiveMinuteRow> rows)
    {
        if (rows.Count <= MaxRows && rows.Sum(Bytes) <= MaxBytes)
        {
            return [.. rows];
        }

        var (kept, others, bytes) = (new List<LiveMinuteRow>(MaxRows), new OtherTitlesRow(), OverheadBytes);
        foreach (var row in rows.OrderByDescending(static row => row.Key.Kind == LiveKind.Everything).ThenByDescending(static row => row.Minute.Viewers))
        {
            if (row.Key != LiveKey.OtherTitles && kept.Count < MaxRows - 1 && bytes + Bytes(row) <= MaxBytes)
            {
                kept.Add(row);
                bytes += Bytes(row);
            }
            else if (row.Key.Kind is LiveKind.Title or LiveKind.OtherTitles)
            {
                others.Add(row.Minute);
            }
        }

        return others.Row is { } rest ? [.. kept, rest] : [.. kept];
    }

    /// <summary>What a row takes in the record, at most.</summary>
    public static int Bytes(LiveMinuteRow row) => OverheadBytes + Bytes(row.Key.Id) + Bytes(row.Name) + Bytes(row.Channel);

    private static int Bytes(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
