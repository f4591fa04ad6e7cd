using SessionGrains.Reports;

namespace SessionGrains.Api.Operators.Reports;

/// <summary>
/// A cursor of the feed: after a report or, with rows, after one of its rows. The second kind is the report's cursor followed by <c>~stream.seq</c>. The last row
/// of a report has the report's own cursor, which is valid for both kinds of lines.
/// </summary>
/// <param name="Report">The cursor of the report; null for the start of the log.</param>
/// <param name="Row">The row within it; null after the whole report.</param>
internal readonly record struct RowCursor(string? Report, RowCursor.Place? Row)
{
    private const char RowMark = '~';
    private const char SeqMark = '.';

    /// <summary>The cursor of a row that is not the last of its report.</summary>
    public static string Of(SessionReport report, int seq) =>
        string.Create(CultureInfo.InvariantCulture, $"{report.Cursor}{RowMark}{report.Stream}{SeqMark}{seq}");

    /// <summary>Reads a cursor. Only the report log knows whether it takes the report's part.</summary>
    /// <exception cref="FormatException">The row's part is wrong.</exception>
    public static RowCursor Parse(string? cursor)
    {
        if (cursor?.Split(RowMark) is not [var report, var place])
        {
            return new(cursor, null);
        }

        return place.Split(SeqMark) is [var stream, var seq] ? new(report, new(Number(stream), Number(seq))) : throw new FormatException("No row.");
    }

    /// <summary>As <see cref="Of"/> writes it: without leading zeros.</summary>
    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && (text.Length == 1 || text[0] != '0') ? number : throw new FormatException("No number.");

    /// <summary>A row of a report.</summary>
    /// <param name="Stream">The report's <see cref="SessionReport.Stream"/>.</param>
    /// <param name="Seq">The row's number within the session.</param>
    internal readonly record struct Place(int Stream, int Seq);
}
