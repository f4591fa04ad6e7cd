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

    /// <summary>Ads and chapters by time. Where the player's clock was set back, an end still comes after its start.</summary>
    private static IEnumerable<ReportRow> Between(RowSession session, SessionMetrics metrics)
    {
        var rows = new List<(long Ts, ReportRow Row)>();
        foreach (var ad in metrics.Ads)
        {
            var adBreak = BreakOf(ad, metrics.AdBreaks);
            rows.Add((ad.StartTs, new AdStartRow(session, ad, adBreak)));
            if (ad.Outcome != PlayOutcome.Open)
            {
                rows.Add((Math.Max(ad.StartTs, ad.EndTs ?? ad.StartTs), new AdEndRow(session, ad, adBreak)));
            }
        }

        rows.AddRange(metrics.Chapters.Where(static chapter => chapter.Outcome != PlayOutcome.Open)
            .Select(chapter => (chapter.EndTs ?? chapter.StartTs, (ReportRow)new ChapterEndRow(session, chapter))));
        return rows.OrderBy(static row => row.Ts).Select(static row => row.Row);
    }

    /// <summary>Players send the same index for several breaks: the ad belongs to the last one that had begun.</summary>
    private static AdBreakSummary? BreakOf(AdSummary ad, AdBreakSummary[] adBreaks) =>
        Array.FindLast(adBreaks, adBreak => adBreak.Index == ad.BreakIndex && adBreak.StartTs <= ad.StartTs)
        ?? Array.Find(adBreaks, adBreak => adBreak.Index == ad.BreakIndex);
}
