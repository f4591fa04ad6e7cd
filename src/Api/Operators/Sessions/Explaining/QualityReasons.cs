namespace SessionGrains.Api.Operators.Sessions.Explaining;

/// <summary>Explains quality-of-experience metrics that are 0 or null.</summary>
internal static class QualityReasons
{
    public static IEnumerable<MetricExplanation> Of(Evidence evidence)
    {
        var metrics = evidence.Metrics;
        if (metrics.BitrateChanges == 0)
            yield return MetricExplanation.Of("bitrateChanges", MetricValue.Zero, "no bitrateChange came");
        if (metrics.AverageBitrate is null)
        {
            var reason = NoBitrate(evidence);
            yield return MetricExplanation.Of("averageBitrate", null, reason);
            yield return MetricExplanation.Of("averageBitrateBucket", null, reason);
        }

        if (metrics.DroppedFrames is null or 0)
            yield return Last("droppedFrames", metrics.DroppedFrames, evidence.View.Qoe.DroppedFrames);
        if (metrics.TimeToStartMs is null or 0)
            yield return Last("timeToStart", metrics.TimeToStartMs, evidence.View.Qoe.TimeToStart);
        if (metrics.ErrorEvents == 0)
            yield return MetricExplanation.Of("errorEvents", MetricValue.Zero, "no error event came");
    }

    private static string NoBitrate(Evidence evidence) => evidence switch
    {
        { Metrics.ContentTimeSpentMs: 0 } => "it is weighted by main-content time, and there is none (see contentTimeSpent)",
        { View.Qoe.Bitrate: > 0 } => "no main content played after the bitrate was told",
        { View.Qoe.Bitrate: <= 0 } => "media.qoe.bitrate was not told, or was 0 or less, which says nothing, whenever main content played",
        _ => "no event told media.qoe.bitrate in its qoeData",
    };

    /// <summary>A metric that is the last value that an event told.</summary>
    private static MetricExplanation Last(string name, double? counted, double? told) => counted is null
        ? MetricExplanation.Of(name, null, told is null ? $"no event told media.qoe.{name} in its qoeData" : $"the last media.qoe.{name} is below 0, which says nothing")
        : MetricExplanation.Of(name, MetricValue.Zero, $"the last media.qoe.{name} that counts is 0");
}
