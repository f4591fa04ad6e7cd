namespace SessionGrains.Reports;

/// <summary>What a row of a session is about (docs/reports.md#rows).</summary>
public enum RowKind : byte
{
    SessionStart,
    AdStart,
    AdEnd,
    ChapterEnd,
    SessionEnd,

    /// <summary>What the totals have beyond the rows of ads and chapters.</summary>
    Remainder,
}

/// <summary>One row of a closed session, as the feed and the exports tell it.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Seq">Its number within the session, from 0, without gaps.</param>
/// <param name="Ts">The player's clock, ms since 1970-01-01 UTC.</param>
public sealed record SessionRow(RowKind Kind, int Seq, long Ts)
{
    /// <summary>Of adStart and adEnd.</summary>
    public AdSummary? Ad { get; init; }

    /// <summary>The ad's break; null outside a break, and if the break is not listed.</summary>
    public AdBreakSummary? AdBreak { get; init; }

    /// <summary>Of chapterEnd.</summary>
    public ChapterSummary? Chapter { get; init; }

    /// <summary>Of remainder.</summary>
    public RowRemainder? Remainder { get; init; }
}

/// <summary>What the totals of a session have beyond its rows: ads and chapters beyond the limits of the lists, and what late events counted.</summary>
public sealed record RowRemainder(int AdCount, int AdCompletes, int AdSkips, long AdTimeSpentMs, int ChapterCount, int ChapterCompletes)
{
    internal bool IsNothing => (AdCount, AdCompletes, AdSkips, AdTimeSpentMs, ChapterCount, ChapterCompletes) == default;
}
