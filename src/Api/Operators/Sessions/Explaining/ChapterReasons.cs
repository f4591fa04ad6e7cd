namespace SessionGrains.Api.Operators.Sessions.Explaining;

/// <summary>Explains why there are no chapters or no complete ones.</summary>
internal static class ChapterReasons
{
    public static IEnumerable<MetricExplanation> Of(Evidence evidence)
    {
        var metrics = evidence.Metrics;
        var noChapter = evidence.Has("after-complete") ? "no chapterStart came before sessionComplete" : "no chapterStart came";
        if (metrics.ChapterCount == 0)
            yield return MetricExplanation.Of("chapterCount", MetricValue.Zero, noChapter);
        if (metrics.ChapterCompletes == 0)
        {
            yield return MetricExplanation.Of("chapterCompletes", MetricValue.Zero, metrics.ChapterCount == 0
                ? noChapter
                : $"{Phrases.Plural(metrics.ChapterCount, "chapter")} came and no chapterComplete ended one{Outcomes.Of(metrics.Chapters.Select(static chapter => chapter.Outcome))}");
        }
    }
}
