using CsCheck;

namespace SessionGrains.Api.Tests;

/// <summary>The rows of a session add up to its report.</summary>
public sealed class RowSumTests
{
    private static readonly Gen<long> Ts = Gen.Long[SampleReport.T - 5_000, SampleReport.T + 60_000];

    private static readonly Gen<PlayOutcome> Outcome = Gen.Enum<PlayOutcome>();

    private static readonly Gen<AdSummary> Ad = Gen.Select(Ts, Ts, Gen.Long[0, 30_000], Outcome, Gen.Int[0, 2]).Select(static (start, end, played, outcome, adBreak) => new AdSummary
    {
        Id = "a",
        InBreak = adBreak > 0,
        BreakIndex = adBreak == 0 ? null : adBreak,
        StartTs = start,
        Playhead = 0,
        EndTs = outcome == PlayOutcome.Open ? null : end,
        TimePlayedMs = played,
        Outcome = outcome,
    });

    private static readonly Gen<ChapterSummary> Chapter = Gen.Select(Ts, Ts, Outcome).Select(static (start, end, outcome) =>
        new ChapterSummary { Index = 1, StartTs = start, EndTs = outcome == PlayOutcome.Open ? null : end, Outcome = outcome });

    [Fact]
    public void The_rows_of_any_report_add_up_to_its_totals() =>
        Gen.Select(Ad.Array[0, 20], Chapter.Array[0, 10], Gen.Int[0, 3]).Sample(static (ads, chapters, more) =>
        {
            var metrics = SampleReport.Totals(ads, chapters, more);
            var rows = SampleReport.Rows(SampleReport.Of(metrics));

            AddedUp.AssertEqual(rows);
            Assert.Equal(Enumerable.Range(0, rows.Length), rows.Select(static row => (int)row["seq"]!));
            Assert.Equal(rows.Length, rows.Select(static row => (string?)row["cursor"]).Distinct().Count());
            var hasMore = more > 0 || ads.Any(static ad => ad is { Outcome: PlayOutcome.Open, TimePlayedMs: > 0 }) || chapters.Any(static chapter => chapter.Outcome == PlayOutcome.Open);
            Assert.Equal(hasMore ? "remainder" : "sessionEnd", (string?)rows[^1]["kind"]);
        });
}
