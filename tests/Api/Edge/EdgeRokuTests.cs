namespace SessionGrains.Api.Tests;

/// <summary>
/// The Roku SDK, version 1.3.0. The vectors are requests that the SDK itself sent to this server, unchanged, in a BrightScript interpreter; CI cannot get the SDK and sends
/// them again. What the SDK does with answers is from its source.
/// </summary>
public sealed class EdgeRokuTests : IAsyncLifetime
{
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
    public async Task A_film_is_read_back_as_it_was_played_also_if_events_are_sent_again(int times)
    {
        var film = new EdgeRecording(_client, "roku-1.3.0-film.json");
        await film.SendAsync(times);

        var session = await _client.ReadEdge(film.Sids.Single());
        var start = session["params"]!;
        Assert.Equal(("roku-film", "Film ✓", 128, "roku-player", "films-session", "Seven", "1.0"),
            ((string?)start["media.id"], (string?)start["media.name"], (int)start["media.length"]!, (string?)start["media.playerName"], (string?)start["media.channel"],
                (string?)start["media.show"], (string?)start["media.sdkVersion"]));
        Assert.Equal((film.Ecid, "v", "completed"), ((string?)start["analytics.visitorId"], (string?)session["customMetadata"]!["k"], (string?)session["playback"]!["state"]));
        Assert.Equal((20, (times - 1) * 19), ((int)session["events"]!["received"]! - (int)session["events"]!["duplicates"]!, (int)session["events"]!["duplicates"]!));
        var metrics = session["metrics"]!;
        Assert.Equal(("pre-roll", "ad-001", "Ad 1", "Adv", "completed", "b"),
            ((string?)metrics["adBreaks"]![0]!["name"], (string?)metrics["ads"]![0]!["id"], (string?)metrics["ads"]![0]!["name"], (string?)metrics["ads"]![0]!["advertiser"],
                (string?)metrics["ads"]![0]!["outcome"], (string?)metrics["ads"]![0]!["customMetadata"]!["a"]));
        Assert.Equal(("One", "completed"), ((string?)metrics["chapters"]![0]!["name"], (string?)metrics["chapters"]![0]!["outcome"]));
        Assert.Equal((1, 1, 1, "e-1"), ((int)metrics["bufferEvents"]!, (int)metrics["pauseCount"]!, (int)metrics["bitrateChanges"]!, (string?)metrics["errors"]![0]!["id"]));
        Assert.Equal(["fullScreen:1", "mute:1"], metrics["playerStates"]!.AsArray().Select(static one => $"{one!["name"]}:{one["count"]}"));

        // Begun 51 and 83 ms after a second, which the SDK writes .51 and .83.
        Assert.Equal((0.608, 1.23), ((double)metrics["totalBufferDuration"]!, (double)metrics["totalPauseDuration"]!));
        Assert.Empty(session["findings"]!.AsArray().Select(static one => (string?)one!["code"]).Except(times > 1 ? ["playhead-jump", "clock-skew", "duplicate"] : ["playhead-jump", "clock-skew"]));
    }

    [Fact]
    public async Task The_SDK_gets_what_it_waits_for()
    {
        var film = new EdgeRecording(_client, "roku-1.3.0-film.json");
        await film.SendAsync();

        var asked = JsonNode.Parse(film.Answers[0]!)!;
        Assert.Matches("^[0-9]{38}$", film.Ecid);
        Assert.Equal("ECID", (string?)asked.Handle("identity:result")!["payload"]![0]!["namespace"]!["code"]);
        Assert.Equal(("EdgeNetwork", "sg1", 1800),
            ((string?)asked.Handle("locationHint:result")!["payload"]![0]!["scope"], (string?)asked.Handle("locationHint:result")!["payload"]![0]!["hint"],
                (int)asked.Handle("locationHint:result")!["payload"]![0]!["ttlSeconds"]!));
        Assert.All(asked.Handle("state:store")!["payload"]!.AsArray(), static one => Assert.True((int)one!["maxAge"]! > 0));

        // It has its id, which a later answer must not contradict.
        var opened = JsonNode.Parse(film.Answers[2]!)!.Handle("identity:result");
        Assert.True(opened is null || film.Ecid == (string?)opened["payload"]![0]!["id"]);
    }

    [Fact]
    public async Task A_viewer_who_takes_consent_back_is_told_so_to_the_SDK()
    {
        var watched = new EdgeRecording(_client, "roku-1.3.0-consent.json");
        await watched.SendAsync();

        Assert.Equal(["n", "y"], watched.Answers.Where(static one => one?.Contains("consent:preferences", StringComparison.Ordinal) == true)
            .Select(static one => (string?)JsonNode.Parse(one!)!.Handle("consent:preferences")!["payload"]![0]!["collect"]!["val"]));
        var sessions = (await _client.Read("/api/v1/sessions?visitorId=" + watched.Ecid))["sessions"]!.AsArray();
        Assert.Equal(watched.Sids.Order(), sessions.Select(static one => (string)one!["sessionId"]!).Order());
        var first = await _client.ReadEdge(watched.Sids[0]);
        Assert.Equal(("closed", 2), ((string?)first["status"], (int)first["metrics"]!["errorEvents"]!));
        var last = await _client.ReadEdge(watched.Sids[1]);
        Assert.Equal((16, 26), ((long)last["startTs"]! % 1000, (long)last["endTs"]! % 1000));
    }

    [Fact]
    public async Task A_start_that_is_wrong_ends_its_session_in_the_SDK()
    {
        using var answer = await _client.Edge("sessionStart", Xdm.Start(details: """{"name":"film-7"}"""));

        // A 2xx without a session is an end only with this type.
        Assert.Equal(207, (int)answer.StatusCode);
        Assert.Null((await answer.Body()).Handle("media-analytics:new-session"));
        Assert.Equal("https://ns.adobe.com/aep/errors/va-edge-0400-400", (string?)(await answer.Body())["errors"]![0]!["type"]);
    }

    [Fact]
    public async Task The_time_of_another_client_is_a_fraction()
    {
        var start = JsonNode.Parse(Xdm.Start())!;
        start["events"]![0]!["xdm"]!["timestamp"] = "2026-11-29T12:54:41.16Z";
        var sid = await _client.OpenEdgeSession(start.ToJsonString());

        Assert.Equal(160, (long)(await _client.ReadEdge(sid))["startTs"]! % 1000);
    }
}
