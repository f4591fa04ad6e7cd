namespace SessionGrains.Tracking.Tests;

/// <summary>A session as text, so that two of them compare member by member and a failure shows what differs.</summary>
internal static class SessionText
{
    private static readonly JsonSerializerOptions Lines = new() { WriteIndented = false };

    /// <summary>What a reader would be told of the session, without what belongs to single requests: received, duplicates, and the findings of both clocks at their arrival.</summary>
    public static string Report(Session session, Descriptions? stored = null) =>
        string.Join('\n', Metrics(session.Metrics(stored)), Json(session.Playback(stored)), Json(session.Qoe), Findings(session), session.Counts.Late, session.StartTs, session.EndTs, session.ClosedBy, Journal(session, stored));

    public static string Journal(Session session, Descriptions? stored = null)
    {
        var journal = session.Journal(stored);
        return string.Join('\n', [$"{journal.Entries} {journal.Thinned}", .. journal.Segments.Select(Json), .. journal.Points.Select(Json)]);
    }

    /// <summary>All that can be read of the session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="stored">What the store keeps beside it.</param>
    public static string Everything(Session session, Descriptions? stored = null) =>
        string.Join(
            '\n', Report(session, stored), Json(session.Counts), Json(session.Findings()), session.OpenedAtMs, session.LastEventAtMs, session.ClosesAtMs, session.NextDeadlineMs, session.ClosedAtMs);

    /// <summary>Metrics with the means rounded, because their sums may be added in another order.</summary>
    public static string Metrics(SessionMetrics metrics) =>
        Json(metrics with { AverageBitrate = Rounded(metrics.AverageBitrate), AverageMinuteAudience = Rounded(metrics.AverageMinuteAudience) });

    public static string Events(StartRequest start, IEnumerable<PlayerEvent> events) =>
        $"start ts=0 playhead={start.Playhead} length={start.LengthSeconds}\n" + string.Join('\n', events.Select(Event));

    public static string Event(PlayerEvent one) =>
        $"{one.Type} ts={one.Ts - PlayerEvents.Zero} playhead={one.Playhead} {one.Ad} {one.AdBreak} {one.Chapter} {Json(one.StatesStart)} {Json(one.StatesEnd)} {one.Qoe} #{one.Fingerprint}";

    private static string Findings(Session session) =>
        string.Join('\n', session.Findings().Where(finding => finding.Code is not ("duplicate" or "clock-drift")).OrderBy(finding => finding.Code, StringComparer.Ordinal));

    public static string Json<T>(T value) => JsonSerializer.Serialize(value, Lines);

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 6) : null;
}
