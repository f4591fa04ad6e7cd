using System.Text;

namespace SessionGrains.Live;

/// <summary>What rows of the live counts take as Orleans serializes them, at most.</summary>
internal static class LiveSizes
{
    /// <summary>Bytes of a message of rows; what is more goes in the next one.</summary>
    public const int MaxReportBytes = 512 << 10;

    /// <summary>Fourteen numbers of up to 9 bytes, the key and the headers of the fields.</summary>
    private const int Figures = 176;

    public static int Of(in LiveRow row) => Figures + Of(row.Key.Id) + Of(row.Name) + Of(row.Channel);

    public static int Of(in LiveMinuteRow row) => Figures + Of(row.Key.Id) + Of(row.Name) + Of(row.Channel);

    public static long Of(IReadOnlyList<LiveMinuteRow> rows) => rows.Sum(static row => (long)Of(row));

    private static int Of(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
