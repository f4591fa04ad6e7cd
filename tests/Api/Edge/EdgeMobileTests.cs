namespace SessionGrains.Api.Tests;

/// <summary>
/// The mobile SDKs: AEPEdgeMedia 5.0.0 on AEPEdge 5.0.3 (iOS), Edge Media 3.0.1 on Edge 3.0.2 (Android). Their requests are rebuilt from the source and the published tests of
/// these versions; what they do with answers is from there too.
/// </summary>
public sealed class EdgeMobileTests : IAsyncLifetime
{
    private const string Ios = "mobile-ios-5.0.0.json";
    private const string Android = "mobile-android-3.0.1.json";

    private readonly Server _server = new Server().With("Edge:OrgId", "53A16ACB5CC1D3760A495C99@AdobeOrg");
    private HttpClient _client = null!;

    public Task InitializeAsync()
    {
        _client = _server.Ask();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_film_on_iOS_is_read_back_as_it_was_played_also_if_events_are_sent_again(int times)
    {
        var film = new EdgeRecording(_client, Ios);
        await film.SendAsync(times);

        var session = await _client.ReadEdge(film.Sids.Single());
        var start = session["params"]!;
        Assert.Equal(("ios-film", "Film ✓", 128, "ios-player", "films", "Seven", "1.0", "video"),
            ((string?)start["media.id"], (string?)start["media.name"], (int)start["media.length"]!, (string?)start["media.playerName"], (string?)start["media.channel"],
                (string?)start["media.show"], (string?)start["media.sdkVersion"], (string?)start["media.streamType"]));
        Assert.Equal((film.Ecid, "v", "completed"), ((string?)start["analytics.visitorId"], (string?)session["customMetadata"]!["k"], (string?)session["playback"]!["state"]));
        var metrics = session["metrics"]!;
        var ad = metrics["ads"]![0]!;
        Assert.Equal(("pre-roll", "ad-001", "Ad 1", "Adv", "completed", "b"),
            ((string?)metrics["adBreaks"]![0]!["name"], (string?)ad["id"], (string?)ad["name"], (string?)ad["advertiser"], (string?)ad["outcome"], (string?)ad["customMetadata"]!["a"]));
        Assert.Equal((15, 42.5, 1.5, 1), ((double)metrics["adTimeSpent"]!, (double)metrics["contentTimeSpent"]!, (double)metrics["totalBufferDuration"]!, (double)metrics["totalPauseDuration"]!));
        Assert.Equal(("One", "completed", "d"),
            ((string?)metrics["chapters"]![0]!["name"], (string?)metrics["chapters"]![0]!["outcome"], (string?)metrics["chapters"]![0]!["customMetadata"]!["c"]));
        Assert.Equal(["fullscreen:1", "mute:1"], metrics["playerStates"]!.AsArray().Select(static one => $"{one!["name"]}:{one["count"]}"));
        Assert.Equal((1, "e-1", 2_000_000), ((int)metrics["bitrateChanges"]!, (string?)metrics["errors"]![0]!["id"], (int)session["qoeData"]!["media.qoe.bitrate"]!));
        Assert.Empty(session["findings"]!.AsArray().Select(static one => (string?)one!["code"]).Except(times > 1 ? ["clock-skew", "duplicate"] : ["clock-skew"]));
    }

    [Fact]
    public async Task What_Android_resumes_and_closes_by_itself_is_read_back_so()
    {
        var played = new EdgeRecording(_client, Android);
        await played.SendAsync();

        var song = await _client.ReadEdge(played.Sids[0]);
        Assert.Equal(("Someone", "audio", true, played.Ecid),
            ((string?)song["params"]!["media.artist"], (string?)song["params"]!["media.streamType"], (bool)song["params"]!["media.resume"]!, (string?)song["params"]!["analytics.visitorId"]));
        Assert.Equal(("ad-002", "skipped"), ((string?)song["metrics"]!["ads"]![0]!["id"], (string?)song["metrics"]!["ads"]![0]!["outcome"]));
        Assert.Equal(("completed", true), ((string?)song["playback"]!["state"], (bool)song["metrics"]!["contentResume"]!));
        var next = await _client.ReadEdge(played.Sids[1]);
        Assert.Equal(("closed", 12, "skipped"),
            ((string?)next["status"], (double)next["metrics"]!["contentTimeSpent"]!, (string?)next["metrics"]!["chapters"]![0]!["outcome"]));
        Assert.Equal(2, (await _client.Read("/api/v1/sessions?visitorId=" + played.Ecid))["sessions"]!.AsArray().Count);
    }

    [Theory]
    [InlineData(Ios)]
    [InlineData(Android)]
    public async Task Answers_are_records_of_a_stream(string file)
    {
        var played = new EdgeRecording(_client, file);
        await played.SendAsync();

        var answers = played.Answers.OfType<string>().ToArray();
        Assert.Equal("y", (string?)RecordIn(answers[0]).Handle("consent:preferences")!["payload"]![0]!["collect"]!["val"]);
        Assert.All(answers[1..], static answer => Assert.NotNull(RecordIn(answer).Handle("media-analytics:new-session")));
    }

    [Fact]
    public async Task A_start_that_is_wrong_ends_its_session_in_the_SDK()
    {
        using var answer = await _client.Edge("sessionStart", Xdm.Start(details: """{"name":"film-7"}""")[..^1] + ""","meta":{"konductorConfig":{"streaming":{"enabled":true,"recordSeparator":"\u0000","lineFeed":"\n"}}}}""");

        Assert.Equal(207, (int)answer.StatusCode);
        var body = RecordIn(await answer.Content.ReadAsStringAsync());
        Assert.Null(body.Handle("media-analytics:new-session"));
        var error = body["errors"]![0]!;
        Assert.Equal((400, "https://ns.adobe.com/aep/errors/va-edge-0400-400", 0), ((int)error["status"]!, (string?)error["type"], (int)error["report"]!["eventIndex"]!));
    }

    /// <summary>Both SDKs send a request again that is not answered within 5 s, with the same event in it.</summary>
    [Fact]
    public async Task A_start_that_is_sent_again_is_a_second_session_that_is_never_played()
    {
        var lost = await _client.OpenEdgeSession();
        var sid = await _client.OpenEdgeSession();
        using var answer = await _client.Edge("play", Xdm.Event(sid, "play", 1));

        Assert.Equal(204, (int)answer.StatusCode);
        Assert.NotEqual(lost, sid);
        Assert.Equal((false, 1), ((bool)(await _client.ReadEdge(lost))["metrics"]!["contentStart"]!, (int)(await _client.ReadEdge(lost))["events"]!["received"]!));
        Assert.True((bool)(await _client.ReadEdge(sid))["metrics"]!["contentStart"]!);
    }

    /// <summary>Android cuts each line at its first character, whatever that is; iOS would cut it only if it is the separator.</summary>
    private static JsonNode RecordIn(string answer)
    {
        var record = Assert.Single(answer.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal('\0', record[0]);
        return JsonNode.Parse(record[1..])!;
    }
}
