using System.Text;

namespace SessionGrains.Live;

/// <summary>Upper bounds of the bytes of live counts as Orleans serializes them.</summary>
internal static class LiveSizes
{
    /// <summary>Maximum bytes of the rows in one message; further rows go in the next one.</summary>
    public const int MaxReportBytes = 512 << 10;

    /// <summary>Fourteen numbers of up to 9 bytes, the key and the headers of the fields.</summary>
    private const int Figures = 176;

    public static int Of(in LiveRow row) => Figures + Of(row.Key.Id) + Of(row.Name) + Of(row.Channel);

    public static int Of(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
