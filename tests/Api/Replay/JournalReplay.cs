namespace SessionGrains.Api.Tests;

/// <summary>The story of recorded traffic over HTTP: whatever a client said of ads, chapters, states, errors and bitrates is in the journal.</summary>
public sealed class JournalReplay(Server server) : IClassFixture<Server>
{
    private static readonly string[] Told =
    [
        "adStart", "adComplete", "adSkip", "adBreakStart", "adBreakComplete", "chapterStart", "chapterComplete", "chapterSkip", "stateStart", "stateEnd", "error", "bitrateChange", "sessionComplete",
    ];

    private readonly HttpClient _client = server.Ask();

    [Theory]
    [InlineData("js-media-sdk-3.1.0.json")]
    [InlineData("chromecast-3.0.3.json")]
    [InlineData("android-media-3.1.2.json")]
    public async Task The_journal_of_recorded_traffic_shows_all_that_the_client_said(string file)
    {
        var recording = await RecordedEvents.Load(file);
        var sessions = await new RecordedClient(_client, recording).Replay();

        for (var n = 0; n < sessions.Length; n++)
        {
            var session = await _client.Read(sessions[n] + "?journal=true");
            var journal = session["journal"]!;
            var points = journal["points"]!.AsArray();
            var said = recording.Of(n + 1).Select(static said => said.Type).Where(Told.Contains).ToArray();

            Assert.True(n > 0 || said.Length > 5, "the recording says a lot in its first session");
            Assert.Equal(said.Order(), points.Where(point => !Has(point!, "implied")).Select(point => (string)point!["type"]!).Where(Told.Contains).Order());
            Assert.Equal(Names(session, "ads"), Details(points, "adStart"));
            Assert.Equal(Names(session, "chapters"), Details(points, "chapterStart"));
            Assert.Equal(session["metrics"]!["playerStates"]!.AsArray().Select(state => (string?)state!["name"]), Details(points, "stateStart").Distinct());
            Assert.All(Details(points, "error").Concat(Details(points, "bitrateChange")), detail => Assert.NotNull(detail));
            AddsUp(session, journal["segments"]!.AsArray());
        }
    }

    [Fact]
    public async Task A_wrong_value_of_journal_is_400_and_without_it_there_is_no_journal()
    {
        var session = await _client.OpenSession();

        using var answer = await _client.GetAsync(session + "?journal=perhaps");
        await answer.AssertProblem(400);
        Assert.Null((await _client.Read(session))["journal"]);
        Assert.Equal(1, (int)(await _client.Read(session + "?journal=true"))["journal"]!["entries"]!);
    }

    [Fact]
    public async Task Names_that_a_page_must_not_run_come_as_text_of_bounded_length()
    {
        var session = await _client.OpenSession();
        var name = "<script>alert(1)</script>\u202e" + new string('x', 10_000);
        var body = new JsonObject
        {
            ["playerTime"] = new JsonObject { ["playhead"] = 0, ["ts"] = 1509045325153 },
            ["eventType"] = "chapterStart",
            ["params"] = new JsonObject { ["media.chapter.index"] = 1, ["media.chapter.offset"] = 0, ["media.chapter.length"] = 10, ["media.chapter.friendlyName"] = name },
        };
        using var answer = await _client.Send(session, body.ToJsonString());
        Assert.Equal(204, (int)answer.StatusCode);

        var text = await _client.GetStringAsync(session + "?journal=true");

        Assert.DoesNotContain("<script>", text);
        Assert.Equal(name[..256], (string?)JsonNode.Parse(text)!["journal"]!["points"]![1]!["detail"]);
    }

    private static string?[] Names(JsonNode session, string list) =>
        [.. session["metrics"]![list]!.AsArray().Select(one => (string?)one!["name"] ?? (string?)one["id"])];

    private static string?[] Details(JsonArray points, string type) =>
        [.. points.Where(point => (string?)point!["type"] == type).Select(point => ((string?)point!["detail"])?.Split(';')[0])];

    private static bool Has(JsonNode point, string text) => ((string?)point["detail"])?.Contains(text, StringComparison.Ordinal) ?? false;

    private static void AddsUp(JsonNode session, JsonArray segments)
    {
        var metrics = session["metrics"]!;
        Assert.Equal(metrics["contentTimeSpent"]!.GetValue<double>(), Seconds("content"), 3);
        Assert.Equal(metrics["adTimeSpent"]!.GetValue<double>(), Seconds("ad"), 3);
        Assert.Equal(metrics["totalPauseDuration"]!.GetValue<double>(), Seconds("paused"), 3);
        Assert.Equal(metrics["totalBufferDuration"]!.GetValue<double>(), Seconds("buffering"), 3);
        Assert.All(segments.Zip(segments.Skip(1)), pair => Assert.True((long)pair.First!["toTs"]! <= (long)pair.Second!["fromTs"]!));

        double Seconds(string kind) => segments.Where(one => (string?)one!["kind"] == kind).Sum(one => (long)one!["toTs"]! - (long)one["fromTs"]!) / 1000.0;
    }
}
