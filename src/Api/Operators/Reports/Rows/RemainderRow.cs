using SessionGrains.Api.Operators.Answers;
using SessionGrains.Reports;

namespace SessionGrains.Api.Operators.Reports.Rows;

/// <summary>
/// What the totals of a session have beyond its rows of ads and chapters: those beyond the limits of the lists, and what late events counted. Together with it
/// the rows add up to the report.
/// </summary>
internal sealed record RemainderRow : ReportRow
{
    private readonly RowRemainder _remainder;

    public RemainderRow(RowSession session, long ts, RowRemainder remainder)
        : base("remainder", session, ts) => _remainder = remainder;

    public int AdCount => _remainder.AdCount;

    public int AdCompletes => _remainder.AdCompletes;

    public int AdSkips => _remainder.AdSkips;

    [JsonConverter(typeof(Seconds))]
    public long AdTimeSpent => _remainder.AdTimeSpentMs;

    public int ChapterCount => _remainder.ChapterCount;

    public int ChapterCompletes => _remainder.ChapterCompletes;
}
