namespace SessionGrains.Api.Tests;

public sealed class ReadingTests(Server server) : IClassFixture<Server>
{
    private static readonly string[] Members =
    [
        "sessionId", "status", "closedBy", "api", "downloaded", "openedAt", "lastEventAt", "closesAt", "closedAt", "startTs", "endTs", "params", "customMetadata", "qoeData",
        "playback", "events", "metrics", "findings",
    ];

    private static readonly string[] Metrics =
    [
        "mediaStarts", "contentStart", "contentComplete", "contentResume", "contentTimeSpent", "adTimeSpent", "mediaTimeSpent", "uniqueTimePlayed",
        "averageMinuteAudience", "estimatedStreams", "progressMarkers", "contentSegment", "dropBeforeStart", "pauseCount", "totalPauseDuration", "bufferEvents",
        "totalBufferDuration", "stallEvents", "totalStallDuration", "adCount", "adCompletes", "adSkips", "chapterCount", "chapterCompletes", "bitrateChanges",
        "averageBitrate", "averageBitrateBucket", "droppedFrames", "timeToStart", "errorEvents", "errors", "adBreaks", "ads", "chapters", "playerStates", "secondsSinceLastCall",
    ];

    private readonly HttpClient _client = server.Ask();

    [Fact]
    public async Task A_session_has_the_members_of_the_decisions_and_no_other()
    {
        var read = await _client.Read(await _client.OpenSession());

        Assert.Equal(Members, read.AsObject().Select(member => member.Key));
        Assert.Equal(Metrics, read["metrics"]!.AsObject().Select(member => member.Key));
        Assert.Equal(["state", "in", "playhead", "ad", "adBreak", "chapter", "playerStates"], read["playback"]!.AsObject().Select(member => member.Key));
        Assert.Equal(["received", "duplicates", "late"], read["events"]!.AsObject().Select(member => member.Key));
    }

    [Fact]
    public async Task What_was_sent_is_read_back_as_it_was_sent()
    {
        var read = await _client.Read(await _client.OpenSession());

        var sent = JsonNode.Parse(Sample.Start)!;
        foreach (var member in new[] { "params", "customMetadata", "qoeData" })
            Assert.True(JsonNode.DeepEquals(sent[member], read[member]), member);
        Assert.Equal("unknown-member", (string?)read["findings"]!.AsArray().First(finding => (string?)finding!["code"] == "unknown-member")!["code"]);
    }

    [Fact]
    public async Task A_start_without_metadata_reads_as_an_empty_object()
    {
        var start = JsonNode.Parse(Sample.Start)!.AsObject();
        start["customMetadata"] = null;
        start.Remove("qoeData");
        using var answer = await _client.PostAsync("/api/v1/sessions", Sample.Json(start.ToJsonString()));

        var read = await _client.Read(answer.Headers.Location!.OriginalString);

        Assert.Equal("{}", read["customMetadata"]!.ToJsonString());
        Assert.Equal("{}", read["qoeData"]!.ToJsonString());
    }

    [Fact]
    public async Task Times_are_ISO_8601_with_milliseconds_and_durations_seconds()
    {
        var session = await _client.OpenSession();
        using var play = await _client.Send(session, Sample.Event("play", 10));
        using var end = await _client.Send(session, Sample.Event("sessionEnd", 12_355, 12.345));

        var read = await _client.Read(session);

        Assert.All(["openedAt", "lastEventAt"], name => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", (string?)read[name]));
        Assert.Equal("12.345", read["metrics"]!["contentTimeSpent"]!.ToJsonString());
        Assert.Equal(1509045324153, (long)read["startTs"]!);
        Assert.Equal(1509045336508, (long)read["endTs"]!);
    }

    [Fact]
    public async Task Quality_values_come_back_under_their_own_names()
    {
        var session = await _client.OpenSession();
        using var error = await _client.Send(session, """
            {"eventType":"error","playerTime":{"playhead":0,"ts":1509045325000},
             "qoeData":{"media.qoe.bitrate":1200000,"media.qoe.framesPerSecond":29.97,"media.qoe.errorID":"e-1","media.qoe.errorSource":"player","my.Ünknown":{"a":[1, 2]}}}
            """);
        Assert.Equal(204, (int)error.StatusCode);

        var qoe = (await _client.Read(session))["qoeData"]!;

        Assert.Equal("1200000", qoe["media.qoe.bitrate"]!.ToJsonString());
        Assert.Equal(29.97, (double)qoe["media.qoe.framesPerSecond"]!);
        Assert.Equal("e-1", (string?)qoe["media.qoe.errorID"]);
        Assert.Equal("player", (string?)qoe["media.qoe.errorSource"]);
        Assert.Equal("""{"a":[1,2]}""", qoe["my.Ünknown"]!.ToJsonString());
    }
}
