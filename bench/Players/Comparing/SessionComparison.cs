using System.Numerics;
using SessionGrains.Tracking;

namespace SessionGrains.Players;

/// <summary>Compares what was sent to a session with what the server shows, by the naive calculation of the metrics.</summary>
internal static class SessionComparison
{
    /// <summary>With more uncertain events there would be too many selections of them to try.</summary>
    private const int MostUncertain = 8;

    /// <param name="sent">The session.</param>
    /// <param name="read">What the server shows.</param>
    /// <param name="idleTimeout">Of the server; the default of the server if left out.</param>
    public static Comparison Compare(SentSession sent, ReadSession read, TimeSpan? idleTimeout = null)
    {
        var events = sent.Events.Where(static one => one.Outcome is Outcome.Acknowledged or Outcome.Uncertain).ToList();
        var acknowledged = events.Count(static one => one.Outcome == Outcome.Acknowledged);
        if (read.Applied < acknowledged || read.Applied > events.Count)
            return Comparison.Differs("events.received", Text(read.Applied + 1), Range(acknowledged + 1, events.Count + 1));

        if (read.StartTs != sent.Start.Ts)
            return Comparison.Differs("startTs", Text(read.StartTs), Text(sent.Start.Ts));

        if (events.LastOrDefault() is { Meaning.Type: PlayerEventType.SessionEnd, Outcome: Outcome.Acknowledged } && read.ClosedBy != "sessionEnd")
            return Comparison.Differs("closedBy", read.ClosedBy ?? "null", "sessionEnd");

        if (!read.IsComparable || events.Count - acknowledged > MostUncertain)
            return Comparison.NotComparable;

        // An event that was never answered may be in or not: one selection of as many as the server counts must explain what it shows.
        var comparisons = Selections(events, read.Applied - acknowledged).Select(selection => Compare(sent.Start, selection, read, idleTimeout)).ToList();
        return comparisons.Find(static one => one.Verdict == Verdict.Same) ?? comparisons[0];
    }

    /// <summary>Compares a session of which is known which events are in.</summary>
    public static Comparison Compare(StartRequest start, IReadOnlyList<PlayerEvent> events, ReadSession read, TimeSpan? idleTimeout)
    {
        if (events.Count > 0 && read.EndTs != events[^1].Ts)
            return Comparison.Differs("endTs", Text(read.EndTs), Text(events[^1].Ts));

        if (events.Count > 0 && Math.Abs(read.Playhead - events[^1].Playhead) > 0.0005)
            return Comparison.Differs("playback.playhead", Text(read.Playhead), Text(events[^1].Playhead));

        var timeoutMs = idleTimeout is { } given ? (long)given.TotalMilliseconds : SessionTimeouts.Default.IdleTimeoutMs;
        var naive = new NaiveMetrics(new NaiveSession(start, events, timeoutMs)).Metrics(read.IsClosed);
        return MetricsOnTheWire.Difference(naive, read.Metrics) is var (metric, expected, shown) ? Comparison.Differs(metric, shown, expected) : Comparison.Same;
    }

    /// <summary>All selections in which so many of the uncertain events are in.</summary>
    private static IEnumerable<List<PlayerEvent>> Selections(List<SentEvent> events, int uncertainThatAreIn)
    {
        var uncertain = events.Where(static one => one.Outcome == Outcome.Uncertain).ToList();
        return Enumerable.Range(0, 1 << uncertain.Count)
            .Where(choice => BitOperations.PopCount((uint)choice) == uncertainThatAreIn)
            .Select(choice => events.Where(one => one.Outcome == Outcome.Acknowledged || (choice >> uncertain.IndexOf(one) & 1) == 1).Select(static one => one.Meaning).ToList());
    }

    private static string Range(int least, int most) => least == most ? Text(least) : $"{Text(least)} to {Text(most)}";

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
