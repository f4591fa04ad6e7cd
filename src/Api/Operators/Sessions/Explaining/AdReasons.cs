using static SessionGrains.Api.Operators.Sessions.Explaining.Phrases;

namespace SessionGrains.Api.Operators.Sessions.Explaining;

/// <summary>Explains the time and the numbers of ads.</summary>
internal static class AdReasons
{
    private const string NoAd = "no adStart came";

    public static IEnumerable<MetricExplanation> Of(Evidence evidence)
    {
        var metrics = evidence.Metrics;
        yield return MetricExplanation.OfDuration("adTimeSpent", metrics.AdTimeSpentMs, Time(evidence), evidence.Spans(JournalSegmentKind.Ad), evidence.Journal.Thinned);
        if (metrics.AdCount == 0)
            yield return MetricExplanation.Of("adCount", MetricValue.Zero, NoAd);
        if (metrics.AdCompletes == 0)
            yield return MetricExplanation.Of("adCompletes", MetricValue.Zero, metrics.AdCount == 0 ? NoAd : $"{Plural(metrics.AdCount, "ad")} came and no adComplete ended one{Outcomes.Of(metrics.Ads.Select(static ad => ad.Outcome))}");
        if (metrics.AdSkips == 0)
            yield return MetricExplanation.Of("adSkips", MetricValue.Zero, metrics.AdCount == 0 ? NoAd : $"{Plural(metrics.AdCount, "ad")} came and no adSkip ended one{Outcomes.Of(metrics.Ads.Select(static ad => ad.Outcome))}");
    }

    private static string Time(Evidence evidence)
    {
        var metrics = evidence.Metrics;
        var outside = evidence.Count("ad-outside-break");
        var apart = outside == 0 ? ""
            : $"{Plural(outside, "ad")} came outside an ad break (no adBreakStart before), so the time is main content";
        if (metrics.AdTimeSpentMs > 0)
        {
            var spans = evidence.Journal.Thinned ? "" : $" in {Plural(evidence.Spans(JournalSegmentKind.Ad).Count, "span")}";
            return $"{Plural(Played(metrics, outside), "ad")} played{spans}{Stopped(evidence)}{(apart.Length == 0 ? "" : "; " + apart)}";
        }

        return metrics.AdCount == 0 ? NoAd
            : outside > 0 ? apart
            : evidence.Journal.Points.Where(static point => point.Type == PlayerEventType.AdStart).All(Evidence.IsLate) && evidence.Has("late")
                ? $"{Plural(metrics.AdCount, "ad")} came too late to be put in place, which moves no time"
            : $"{Plural(metrics.AdCount, "ad")}, but no time that counts passed before the next event{Stopped(evidence)}";
    }

    /// <summary>How many ads have a time. Ads that are not listed may all have one.</summary>
    private static int Played(SessionMetrics metrics, int outside) =>
        metrics.Ads.Length == metrics.AdCount ? metrics.Ads.Count(static ad => ad.TimePlayedMs > 0) : metrics.AdCount - outside;

    private static string Stopped(Evidence evidence)
    {
        var stopped = evidence.Journal.Segments.Where(static segment => Evidence.IsInBreak(segment) && segment.Kind is JournalSegmentKind.Paused or JournalSegmentKind.Buffering).Sum(Evidence.Ms);
        return stopped == 0 ? "" : $", and {(evidence.Journal.Thinned ? "at least " : "")}{Seconds(stopped)} in which ads were paused or buffering do not count";
    }
}
