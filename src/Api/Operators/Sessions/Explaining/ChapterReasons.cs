namespace SessionGrains.Api.Operators.Sessions.Explaining;

/// <summary>Explains why there are no chapters or no complete ones.</summary>
internal static class ChapterReasons
{
    private const string NoChapter = "no chapterStart came";

    public static IEnumerable<MetricExplanation> Of(Evidence evidence)
    {
        var metrics = evidence.Metrics;
        if (metrics.ChapterCount == 0)
            yield return MetricExplanation.Of("chapterCount", MetricValue.Zero, NoChapter);
        if (metrics.ChapterCompletes == 0)
        {
            yield return MetricExplanation.Of("chapterCompletes", MetricValue.Zero, metrics.ChapterCount == 0
                ? NoChapter
                : $"{Phrases.Plural(metrics.ChapterCount, "chapter")} came and no chapterComplete ended one{Outcomes.Of(metrics.Chapters.Select(static chapter => chapter.Outcome))}");
        }
    }
}
