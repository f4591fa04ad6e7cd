namespace SessionGrains.Live;

/// <summary>
/// Limits the stored minute of a partition: the rows with the most viewers, and all other titles as one row. The number of titles is unbounded and minutes are
/// kept for a day, so this bounds what they take (docs/operations.md).
/// </summary>
internal static class BoundedMinute
{
    public const int MaxRows = 250;

    /// <summary>Maximum size of a record, by <see cref="Bytes(LiveMinuteRow)"/>.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Upper bound of the bytes of a row without its texts.</summary>
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

    /// <summary>Upper bound of the bytes of a row in a record.</summary>
    public static int Bytes(LiveMinuteRow row) => OverheadBytes + LiveSizes.Of(row.Key.Id) + LiveSizes.Of(row.Name) + LiveSizes.Of(row.Channel);
}
