using SessionGrains.Api.Operators.Sessions;
using SessionGrains.Api.Operators.Sessions.Explaining;

namespace SessionGrains.Api.Tests.Explaining;

/// <summary>Explains views that are made by hand.</summary>
internal static class Explaining
{
    public static SessionView Changed(SessionView view, SessionMetrics? metrics = null, JournalView? journal = null, Finding[]? findings = null) => new()
    {
        SessionId = view.SessionId,
        ClosedBy = view.ClosedBy,
        OpenedAtMs = view.OpenedAtMs,
        LastEventAtMs = view.LastEventAtMs,
        ClosesAtMs = view.ClosesAtMs,
        ClosedAtMs = view.ClosedAtMs,
        StartTs = view.StartTs,
        EndTs = view.EndTs,
        StartBody = view.StartBody,
        Qoe = view.Qoe,
        Playback = view.Playback,
        Events = view.Events,
        Metrics = metrics ?? view.Metrics,
        Findings = findings ?? view.Findings,
        Journal = journal ?? view.Journal,
        Watched = view.Watched,
        LengthSeconds = view.LengthSeconds,
    };

    public static MetricExplanation Of(SessionView view, string metric) => SessionExplanation.Of(view).Metrics.Single(one => one.Metric == metric);

    public static string Sentence(SessionView view, string metric) => Of(view, metric).Sentence;

    /// <summary>The session with its explanation, as operators read it.</summary>
    public static JsonNode Json(SessionView view) =>
        JsonNode.Parse(Operators.Answers.AnswerJson.Write(SessionJson.Answers, new SessionAnswer(view) { Journal = null, Explanation = SessionExplanation.Of(view) }))!;
}
