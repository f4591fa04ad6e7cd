using SessionGrains.Api.Operators.Answers;

namespace SessionGrains.Api.Operators.Reports.Rows;

/// <summary>
/// What the totals of a session have beyond its rows of ads and chapters: those beyond the limits of the lists, and what late events counted. Together with it
/// the rows add up to the report.
/// </summary>
internal sealed record RemainderRow : ReportRow
{
    private RemainderRow(RowSession session, long ts)
        : base("remainder", session, ts)
    {
    }

    public int AdCount { get; private init; }

    public int AdCompletes { get; private init; }

    public int AdSkips { get; private init; }

    [JsonConverter(typeof(Seconds))]
    public long AdTimeSpent { get; private init; }

    public int ChapterCount { get; private init; }

    public int ChapterCompletes { get; private init; }

    private bool IsNothing => (AdCount, AdCompletes, AdSkips, AdTimeSpent, ChapterCount, ChapterCompletes) == default;

    /// <summary>Null: the rows add up to the report without it.</summary>
    public static RemainderRow? Of(RowSession session, SessionView view, IReadOnlyCollection<ReportRow> rows)
    {
        var (total, adEnds, chapters) = (view.Metrics, rows.OfType<AdEndRow>().ToList(), rows.OfType<ChapterEndRow>().ToList());
        var remainder = new RemainderRow(session, view.EndTs)
        {
            AdCount = total.AdCount - rows.OfType<AdStartRow>().Count(),
            AdCompletes = total.AdCompletes - adEnds.Count(static ad => ad.Outcome == PlayOutcome.Completed),
            AdSkips = total.AdSkips - adEnds.Count(static ad => ad.Outcome == PlayOutcome.Skipped),
            AdTimeSpent = total.AdTimeSpentMs - adEnds.Sum(static ad => ad.TimePlayed),
            ChapterCount = total.ChapterCount - chapters.Count,
            ChapterCompletes = total.ChapterCompletes - chapters.Count(static chapter => chapter.Outcome == PlayOutcome.Completed),
        };
        return remainder.IsNothing ? null : remainder;
    }
}
