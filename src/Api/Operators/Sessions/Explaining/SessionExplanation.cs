namespace SessionGrains.Api.Operators.Sessions.Explaining;

/// <summary>Why the metrics of a session have their values.</summary>
/// <param name="Thinned">The journal was full and neighbours were merged: spans may be missing</param>
/// <param name="Metrics">All durations, and each metric that is 0, null, false or an empty list of numbers</param>
internal sealed record SessionExplanation(bool Thinned, MetricExplanation[] Metrics)
{
    /// <param name="view">The session with its journal.</param>
    public static SessionExplanation Of(SessionView view)
    {
        var evidence = new Evidence(view);
        return new(evidence.Journal.Thinned,
        [
            .. ContentReasons.Of(evidence),
            UniqueTime.Of(evidence),
            .. InterruptionReasons.Of(evidence),
            .. AdReasons.Of(evidence),
            .. ChapterReasons.Of(evidence),
            .. LengthReasons.Of(evidence),
            .. CourseReasons.Of(evidence),
            .. QualityReasons.Of(evidence),
        ]);
    }
}
