using System.Globalization;

namespace SessionGrains.Silo.Storage;

/// <summary>The cursors of a report log with one stream whose entries are numbered from 1: the number of the last entry seen, as decimal digits.</summary>
internal static class NumberedReportCursor
{
    public static string Format(long position) => position.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc cref="Reports.IReportLog.Earlier"/>
    public static string? Earlier(string? one, string? other) => one is null || other is null ? null : Parse(one) < Parse(other) ? one : other;

    /// <exception cref="FormatException">No such log makes this cursor.</exception>
    public static long Parse(string cursor, int stream = 0) =>
        stream == 0 && long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var position) && position > 0 && Format(position) == cursor
            ? position
            : throw WrongReportCursor.Of(cursor);
}
