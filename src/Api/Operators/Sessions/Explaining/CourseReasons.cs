using static SessionGrains.Api.Operators.Sessions.Explaining.Phrases;

namespace SessionGrains.Api.Operators.Sessions.Explaining;

/// <summary>Explains what a session has or has not reached: start, resume, completion, drop.</summary>
internal static class CourseReasons
{
    public static IEnumerable<MetricExplanation> Of(Evidence evidence)
    {
        var metrics = evidence.Metrics;
        if (!metrics.ContentStart)
            yield return MetricExplanation.Of("contentStart", MetricValue.Of(false), NoContentReason.NotStarted(evidence));
        if (!metrics.ContentComplete)
            yield return MetricExplanation.Of("contentComplete", MetricValue.Of(false), NotComplete(evidence));
        if (!metrics.ContentResume)
            yield return MetricExplanation.Of("contentResume", MetricValue.Of(false), "media.resume of the sessionStart is not true");

        yield return MetricExplanation.Of("dropBeforeStart", MetricValue.Of(metrics.DropBeforeStart), Dropped(evidence));
        if (metrics.SinceLastCallMs is null)
            yield return MetricExplanation.Of("secondsSinceLastCall", null, "the session is open");
        else if (metrics.SinceLastCallMs == 0)
            yield return MetricExplanation.Of("secondsSinceLastCall", MetricValue.Zero, "the last event closed the session");
    }

    private static string NotComplete(Evidence evidence)
    {
        var reached = evidence.LengthSeconds is { } length ? $"; the playhead was at {Position(evidence.View.Playback.Playhead)} of {Position(length)} s" : "";
        return (evidence.View.ClosedBy is not null ? $"no sessionComplete came before the session closed ({evidence.View.ClosedBy.Name()})" : "no sessionComplete has come yet") + reached;
    }

    private static string Dropped(Evidence evidence) =>
        evidence.Metrics.DropBeforeStart ? $"the session closed ({evidence.View.ClosedBy.Name()}) before main content started: {NoContentReason.NotStarted(evidence)}"
        : evidence.Metrics.ContentStart ? "main content has started"
        : "the session is open, and main content may still start";
}
