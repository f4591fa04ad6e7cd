namespace SessionGrains.Reports;

/// <summary>The rows of a closed session (docs/reports.md#rows).</summary>
public static class SessionRows
{
    /// <summary>The rows in their order, numbered: at least two, sessionStart and sessionEnd. Together they add up to the metrics.</summary>
    public static IReadOnlyList<SessionRow> Of(SessionView session)
    {
        List<SessionRow> rows = [new(RowKind.SessionStart, 0, session.StartTs), .. Between(session.Metrics), new(RowKind.SessionEnd, 0, session.EndTs)];
        if (RemainderOf(session.Metrics, rows) is { IsNothing: false } remainder)
        {
            rows.Add(new(RowKind.Remainder, 0, session.EndTs) { Remainder = remainder });
        }

        return [.. rows.Select(static (row, seq) => row with { Seq = seq })];
    }

    /// <summary>Ads and chapters in the order of the session's events: by ts as if the player's clock had not been changed, and an end after its start.</summary>
    private static IEnumerable<SessionRow> Between(SessionMetrics metrics)
    {
        var rows = new List<(long AdjustedTs, SessionRow Row)>();
        foreach (var ad in metrics.Ads)
        {
            var adBreak = ad.BreakItem is { } item ? metrics.AdBreaks[item] : null;
            var start = new SessionRow(RowKind.AdStart, 0, ad.StartTs!.Value) { Ad = ad, AdBreak = adBreak };
            rows.Add((start.Ts + ad.StartShiftMs, start));
            if (ad.Outcome != PlayOutcome.Open)
            {
                var end = start with { Kind = RowKind.AdEnd, Ts = ad.EndTs ?? ad.StartTs!.Value };
                rows.Add((Math.Max(start.Ts + ad.StartShiftMs, end.Ts + ad.EndShiftMs), end));
            }
        }

        rows.AddRange(metrics.Chapters.Where(static chapter => chapter.Outcome != PlayOutcome.Open).Select(static chapter => (chapter.EndTs ?? chapter.StartTs, chapter))
            .Select(static one => (one.Item1 + one.chapter.EndShiftMs, new SessionRow(RowKind.ChapterEnd, 0, one.Item1) { Chapter = one.chapter })));
        return rows.OrderBy(static row => row.AdjustedTs).Select(static row => row.Row);
    }

    private static RowRemainder RemainderOf(SessionMetrics total, List<SessionRow> rows)
    {
        var adEnds = rows.FindAll(static row => row.Kind == RowKind.AdEnd);
        var chapters = rows.FindAll(static row => row.Kind == RowKind.ChapterEnd);
        return new(
            total.AdCount - rows.Count(static row => row.Kind == RowKind.AdStart),
            total.AdCompletes - adEnds.Count(static row => row.Ad!.Outcome == PlayOutcome.Completed),
            total.AdSkips - adEnds.Count(static row => row.Ad!.Outcome == PlayOutcome.Skipped),
            total.AdTimeSpentMs - adEnds.Sum(static row => row.Ad!.TimePlayedMs),
            total.ChapterCount - chapters.Count,
            total.ChapterCompletes - chapters.Count(static row => row.Chapter!.Outcome == PlayOutcome.Completed));
    }
}
