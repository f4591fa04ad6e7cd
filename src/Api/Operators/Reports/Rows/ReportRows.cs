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
        var view = report.Session;
        var session = RowSession.Of(view);
        List<ReportRow> rows = [new SessionStartRow(session, view), .. Between(session, view.Metrics), new SessionEndRow(session, view)];
        if (RemainderRow.Of(session, view, rows) is { } remainder)
        {
            rows.Add(remainder);
        }

        return [.. rows.Select((row, seq) => row with { Seq = seq, Cursor = seq == rows.Count - 1 ? report.Cursor : RowCursor.Of(report, seq) })];
    }

    /// <summary>Ads and chapters in the order of the session's events: by ts as if the player's clock had not been changed, and an end after its start.</summary>
    private static IEnumerable<ReportRow> Between(RowSession session, SessionMetrics metrics)
    {
        var rows = new List<(long AdjustedTs, ReportRow Row)>();
        foreach (var ad in metrics.Ads)
        {
            var adBreak = ad.BreakItem is { } item ? metrics.AdBreaks[item] : null;
            var start = new AdStartRow(session, ad, adBreak);
            rows.Add((start.Ts + ad.StartShiftMs, start));
            if (ad.Outcome != PlayOutcome.Open)
            {
                var end = new AdEndRow(session, ad, adBreak);
                rows.Add((Math.Max(start.Ts + ad.StartShiftMs, end.Ts + ad.EndShiftMs), end));
            }
        }

        rows.AddRange(metrics.Chapters.Where(static chapter => chapter.Outcome != PlayOutcome.Open)
            .Select(chapter => ((chapter.EndTs ?? chapter.StartTs) + chapter.EndShiftMs, (ReportRow)new ChapterEndRow(session, chapter))));
        return rows.OrderBy(static row => row.AdjustedTs).Select(static row => row.Row);
    }
}
