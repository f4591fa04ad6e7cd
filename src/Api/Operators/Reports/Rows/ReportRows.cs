using SessionGrains.Reports;

namespace SessionGrains.Api.Operators.Reports.Rows;

/// <summary>The rows of a report (docs/reports.md#rows).</summary>
internal static class ReportRows
{
    /// <summary>The types of rows, in the order of their rows within a session.</summary>
    public static Type[] Types { get; } =
        [typeof(SessionStartRow), typeof(AdStartRow), typeof(AdEndRow), typeof(ChapterEndRow), typeof(SessionEndRow), typeof(RemainderRow)];

    /// <summary>At least two: sessionStart and sessionEnd.</summary>
    /// <exception cref="JsonException">The stored sessionStart is damaged.</exception>
    public static IReadOnlyList<ReportRow> Of(SessionReport report)
    {
        var session = RowSession.Of(report.Session);
        var rows = SessionRows.Of(report.Session);
        return [.. rows.Select(row => Shown(row, session, report.Session) with { Seq = row.Seq, Cursor = row.Seq == rows.Count - 1 ? report.Cursor : RowCursor.Of(report, row.Seq) })];
    }

    private static ReportRow Shown(SessionRow row, RowSession session, SessionView view) => row.Kind switch
    {
        RowKind.SessionStart => new SessionStartRow(session, view),
        RowKind.AdStart => new AdStartRow(session, row.Ad!, row.AdBreak),
        RowKind.AdEnd => new AdEndRow(session, row.Ad!, row.AdBreak),
        RowKind.ChapterEnd => new ChapterEndRow(session, row.Chapter!),
        RowKind.SessionEnd => new SessionEndRow(session, view),
        _ => new RemainderRow(session, row.Ts, row.Remainder!),
    };
}
