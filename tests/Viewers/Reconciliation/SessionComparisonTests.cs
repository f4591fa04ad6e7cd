namespace SessionGrains.Viewers.Tests;

public sealed class SessionComparisonTests
{
    private const long Zero = 1_800_000_000_000;

    private static readonly StartRequest Start = new()
    {
        Body = [],
        Ts = Zero,
        Playhead = 0,
        MediaId = "film",
        Channel = "films",
        PlayerName = "web",
        ContentType = "vod",
        LengthSeconds = 100,
    };

    [Fact]
    public void What_was_acknowledged_must_be_in()
    {
        var sent = Sent((PlayerEventType.Play, 1_000, Outcome.Acknowledged), (PlayerEventType.Ping, 11_000, Outcome.Acknowledged));

        Assert.Equal(Verdict.Same, SessionComparison.Compare(sent, Shown(received: 3, endTs: 11_000, contentTimeSpent: 10)).Verdict);
        Assert.Equal("events.received", SessionComparison.Compare(sent, Shown(received: 2, endTs: 1_000, contentTimeSpent: 0)).Metric);
        Assert.Equal("events.received", SessionComparison.Compare(sent, Shown(received: 4, endTs: 11_000, contentTimeSpent: 10)).Metric);
        Assert.Equal("endTs", SessionComparison.Compare(sent, Shown(received: 3, endTs: 12_000, contentTimeSpent: 10)).Metric);
        Assert.Equal(new Comparison(Verdict.Different, "contentTimeSpent", "11", "10"), SessionComparison.Compare(sent, Shown(received: 3, endTs: 11_000, contentTimeSpent: 11)));
    }

    [Fact]
    public void What_was_never_answered_may_be_in_or_not_but_nothing_else_is_excused()
    {
        var sent = Sent((PlayerEventType.Play, 1_000, Outcome.Acknowledged), (PlayerEventType.Ping, 11_000, Outcome.Uncertain), (PlayerEventType.Ping, 21_000, Outcome.Uncertain));

        Assert.Equal(Verdict.Same, SessionComparison.Compare(sent, Shown(received: 2, endTs: 1_000, contentTimeSpent: 0)).Verdict);
        Assert.Equal(Verdict.Same, SessionComparison.Compare(sent, Shown(received: 3, endTs: 11_000, contentTimeSpent: 10)).Verdict);
        Assert.Equal(Verdict.Same, SessionComparison.Compare(sent, Shown(received: 3, endTs: 21_000, contentTimeSpent: 20)).Verdict);
        Assert.Equal(Verdict.Same, SessionComparison.Compare(sent, Shown(received: 4, endTs: 21_000, contentTimeSpent: 20)).Verdict);
        Assert.Equal(Verdict.Different, SessionComparison.Compare(sent, Shown(received: 3, endTs: 21_000, contentTimeSpent: 10)).Verdict);
        Assert.Equal(Verdict.Different, SessionComparison.Compare(sent, Shown(received: 5, endTs: 21_000, contentTimeSpent: 20)).Verdict);
    }

    [Fact]
    public void What_was_refused_must_not_be_in()
    {
        var sent = Sent((PlayerEventType.Play, 1_000, Outcome.Acknowledged), (PlayerEventType.Ping, 11_000, Outcome.Refused));

        Assert.Equal(Verdict.Same, SessionComparison.Compare(sent, Shown(received: 2, endTs: 1_000, contentTimeSpent: 0)).Verdict);
        Assert.Equal(Verdict.Different, SessionComparison.Compare(sent, Shown(received: 3, endTs: 11_000, contentTimeSpent: 10)).Verdict);
    }

    [Fact]
    public void A_session_with_a_late_event_is_not_compared_but_its_count_is()
    {
        var sent = Sent((PlayerEventType.Play, 1_000, Outcome.Acknowledged));

        Assert.Equal(Verdict.NotComparable, SessionComparison.Compare(sent, Shown(received: 2, endTs: 1_000, contentTimeSpent: 7, late: 1)).Verdict);
        Assert.Equal(Verdict.Different, SessionComparison.Compare(sent, Shown(received: 3, endTs: 1_000, contentTimeSpent: 7, late: 1)).Verdict);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("{\"status\":\"open\"}")]
    public void What_is_no_session_is_not_taken_for_one(string text) => Assert.Null(ReadSession.Of(new Answer(200, Text: text)));

    [Theory]
    [InlineData("", true)]
    [InlineData("\"position\":1,", true)]
    [InlineData("\"position\":2,", false)]
    [InlineData("\"siteId\":\"never said\",", false)]
    [InlineData("\"customMetadata\":{\"a\":\"2\"},", false)]
    [InlineData("\"outcome\":\"skipped\",", false)]
    [InlineData("\"startTs\":1800000000001,", false)]
    public void What_an_ad_said_must_be_told_again_and_nothing_else(string changed, bool isSame)
    {
        var metrics = new SessionMetrics { Ads = [new() { Id = "ad", Position = 1, CustomMetadata = [new("a", "1")], StartTs = Zero, TimePlayedMs = 1_500, Outcome = PlayOutcome.Open }] };
        var shown = MetricsOnTheWire.ToJson(metrics);
        var ad = shown["ads"]![0]!.AsObject();
        foreach (var unsaid in ad.Where(static member => member.Value is null && member.Key != "endTs").Select(static member => member.Key).ToList())
            ad.Remove(unsaid);

        foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse($"{{{changed.TrimEnd(',')}}}")!.AsObject())
            ad[name] = value?.DeepClone();

        Assert.Equal(isSame ? null : "ads", MetricsOnTheWire.Difference(metrics, System.Text.Json.JsonSerializer.SerializeToElement(shown))?.Metric);
    }

    private static SentSession Sent(params (PlayerEventType Type, long AtMs, Outcome Outcome)[] events)
    {
        var session = new SentSession("sid", Start);
        foreach (var (type, at, outcome) in events)
            session.Add(new PlayerEvent { Type = type, Ts = Zero + at, Playhead = at / 1000, Fingerprint = 0 }).Outcome = outcome;

        return session;
    }

    /// <summary>As a server shows a session that has nothing but a play and pings.</summary>
    private static ReadSession Shown(int received, long endTs, int contentTimeSpent, int late = 0) => ReadSession.Of(new Answer(200, Text: $$$"""
        {"status":"open","closedBy":null,"startTs":{{{Zero}}},"endTs":{{{Zero + endTs}}},"playback":{"playhead":{{{endTs / 1000}}}},"events":{"received":{{{received}}},"duplicates":0,"late":{{{late}}}},"findings":[],
         "metrics":{"mediaStarts":1,"contentStart":true,"contentComplete":false,"contentResume":false,"contentTimeSpent":{{{contentTimeSpent}}},"adTimeSpent":0,"mediaTimeSpent":{{{contentTimeSpent}}},
         "uniqueTimePlayed":{{{contentTimeSpent}}},"averageMinuteAudience":{{{(contentTimeSpent / 100.0).ToString(System.Globalization.CultureInfo.InvariantCulture)}}},"estimatedStreams":1,
         "progressMarkers":[{{{(endTs >= 10_000 ? "10" : "")}}}],"contentSegment":"[0-1]","dropBeforeStart":false,"pauseCount":0,"totalPauseDuration":0,"bufferEvents":0,"totalBufferDuration":0,"stallEvents":0,
         "totalStallDuration":0,"adCount":0,"adCompletes":0,"adSkips":0,"chapterCount":0,"chapterCompletes":0,"bitrateChanges":0,"averageBitrate":null,"averageBitrateBucket":null,"droppedFrames":null,
         "timeToStart":null,"errorEvents":0,"errors":[],"adBreaks":[],"ads":[],"chapters":[],"playerStates":[],"secondsSinceLastCall":null}}
        """))!;
}
