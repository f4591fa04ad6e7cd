using System.Globalization;
using System.Numerics;
using SessionGrains.Messages;
using SessionGrains.Tracking;
using SessionGrains.Tracking.Tests;
using SessionGrains.Viewers.Crowd;

namespace SessionGrains.Viewers.Reconciliation;

/// <summary>Compares what was sent to a session with what the server shows of it, by the naive calculation.</summary>
internal static class SessionComparison
{
    /// <summary>More unanswered events than this make too many stories to try.</summary>
    private const int MostUncertain = 8;

    /// <summary>What a session's own order of events can't say: an event came too late, or the clocks seemed to jump. Its times follow other rules.</summary>
    private const string ClockJump = "clock-jump";

    public static Comparison Compare(SentSession sent, ServerView view)
    {
        var events = sent.Events.Where(static one => one.Outcome != Outcome.Refused).ToList();
        var acknowledged = events.Count(static one => one.Outcome == Outcome.Acknowledged);
        if (view.Applied < acknowledged || view.Applied > events.Count)
            return Comparison.Differs("events.received", Text(view.Applied + 1), Range(acknowledged + 1, events.Count + 1));

        if (view.StartTs != sent.Start.Ts)
            return Comparison.Differs("startTs", Text(view.StartTs), Text(sent.Start.Ts));

        if (events.LastOrDefault() is { Meaning.Type: PlayerEventType.SessionEnd, Outcome: Outcome.Acknowledged } && view.ClosedBy != "sessionEnd")
            return Comparison.Differs("closedBy", view.ClosedBy ?? "null", "sessionEnd");

        if (view.Late > 0 || view.Findings.Contains(ClockJump) || events.Count - acknowledged > MostUncertain)
            return Comparison.NotComparable;

        // What was never answered may be in or not: one choice of as many as the server counts must tell its story.
        var stories = Stories(events, view.Applied - acknowledged).Select(story => Difference(sent.Start, story, view)).ToList();
        return stories.Find(static one => one.Verdict == Verdict.Same) ?? stories[0];
    }

    private static Comparison Difference(StartRequest start, List<PlayerEvent> story, ServerView view)
    {
        if (story.Count > 0 && (view.EndTs != story[^1].Ts || Math.Abs(view.Playhead - story[^1].Playhead) > 0.0005))
            return view.EndTs != story[^1].Ts ? Comparison.Differs("endTs", Text(view.EndTs), Text(story[^1].Ts)) : Comparison.Differs("playback.playhead", Text(view.Playhead), Text(story[^1].Playhead));

        var naive = new NaiveMetrics(new NaiveSession(start, story, SessionTimeouts.Default.IdleTimeoutMs)).Metrics(view.IsClosed);
        return MetricsOnTheWire.Difference(naive, view.Metrics) is var (metric, expected, shown) ? Comparison.Differs(metric, shown, expected) : Comparison.Same;
    }

    /// <summary>All ways in which so many of the uncertain events may be in.</summary>
    private static IEnumerable<List<PlayerEvent>> Stories(List<SentEvent> events, int uncertainThatAreIn)
    {
        var uncertain = events.Where(static one => one.Outcome == Outcome.Uncertain).ToList();
        return Enumerable.Range(0, 1 << uncertain.Count)
            .Where(choice => BitOperations.PopCount((uint)choice) == uncertainThatAreIn)
            .Select(choice => events.Where(one => one.Outcome == Outcome.Acknowledged || (choice >> uncertain.IndexOf(one) & 1) == 1).Select(static one => one.Meaning).ToList());
    }

    private static string Range(int least, int most) => least == most ? Text(least) : $"{Text(least)} to {Text(most)}";

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
