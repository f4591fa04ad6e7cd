namespace SessionGrains.Api.Tests;

/// <summary>Reports for tests of rows: a film with these ads, breaks and chapters, with the totals that a session would have.</summary>
internal static class SampleReport
{
    public const string Sid = "bfcca2ca597a3c71bc03b4ce357833ad02b3570d262ecd0c595fcf8f2ae4df58";

    /// <summary>2026-11-23T05:00:00Z.</summary>
    public const long T = 1_795_410_000_000;

    private const string Start = """
        {"eventType":"sessionStart","playerTime":{"playhead":0,"ts":1},"customMetadata":{"campaign":"autumn"},"params":{"media.length":5400,"media.id":"film-7","other":{"media.id":"no"},
        "media.name":"Fi\u0000lm 7","media.channel":"films","media.playerName":"web","media.contentType":"VOD","media.streamType":"video","visitor.marketingCloudOrgId":"org"}}
        """;

    public static SessionReport Of(SessionMetrics metrics, string start = Start, string cursor = "41") => new(cursor, new()
    {
        SessionId = Sid,
        ClosedBy = ClosedBy.Idle,
        OpenedAtMs = T,
        LastEventAtMs = T + 90_000,
        ClosesAtMs = null,
        ClosedAtMs = T + 690_000,
        StartTs = T,
        EndTs = T + 90_000,
        StartBody = Encoding.UTF8.GetBytes(start),
        Qoe = new() { Bitrate = 1_200_000 },
        Playback = new(PlaybackState.Playing, PlaybackPlace.Content, 12.5, null, null, null, []),
        Events = new(7, 1, 0),
        Metrics = metrics,
        Findings = [new("late", 2, T, "x")],
        Downloaded = true,
    });

    /// <summary>The totals that belong to the lists, with so much more of each than they list.</summary>
    public static SessionMetrics Totals(AdSummary[] ads, ChapterSummary[] chapters, int more = 0) => new()
    {
        ContentTimeSpentMs = 61_001,
        AverageMinuteAudience = 0.75,
        TimeToStartMs = 1_200.4,
        SinceLastCallMs = 600_000,
        Ads = ads,
        Chapters = chapters,
        AdCount = ads.Length + more,
        AdCompletes = ads.Count(static ad => ad.Outcome == PlayOutcome.Completed) + more,
        AdSkips = ads.Count(static ad => ad.Outcome == PlayOutcome.Skipped) + more,
        AdTimeSpentMs = ads.Sum(static ad => ad.TimePlayedMs) + more,
        ChapterCount = chapters.Length + more,
        ChapterCompletes = chapters.Count(static chapter => chapter.Outcome == PlayOutcome.Completed) + more,
    };

    public static JsonNode[] Rows(SessionReport report) => [.. Lines(report).Select(static line => JsonNode.Parse(line)!)];

    public static string[] Lines(SessionReport report) => [.. ReportLine.RowsOf(report).Select(static line => Encoding.UTF8.GetString(line))];
}
