namespace SessionGrains.Api.Tests;

/// <summary>Requests that are right or wrong in ways that clients rarely are.</summary>
public sealed class EdgeOddTests(Server server) : IClassFixture<Server>
{
    private const string Media = "\"playhead\":0,\"sessionDetails\":" + Xdm.Details;

    private readonly HttpClient _client = server.Ask();

    [Theory]
    [InlineData("[{}]")]
    [InlineData("[1]")]
    [InlineData("""[{"mediaCollection":{"playhead":5,"sessionDetails":{"name":"other","length":1}}}]""")]
    public async Task Downloaded_events_in_a_live_start_mean_nothing(string events)
    {
        var sid = await _client.OpenEdgeSession(Xdm.Start().Replace("\"xdm\":{", $"\"xdm\":{{\"mediaDownloadedEvents\":{events},", StringComparison.Ordinal));

        Assert.Equal(("film-7", 5400), ((string?)(await _client.ReadEdge(sid))["params"]!["media.id"], (int)(await _client.ReadEdge(sid))["params"]!["media.length"]!));
    }

    [Theory]
    [InlineData("""{"consent":[],"\ud800xx":1}""")]
    [InlineData("""{"consent":[{"value":{"general":"\ud800"}}]}""")]
    public async Task A_consent_with_half_a_surrogate_is_400(string body)
    {
        using var answer = await _client.PostAsync("/ee/v1/privacy/set-consent?configId=c", Sample.Json(body));

        Assert.Equal(400, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("""{"key":"kndctr_A_consent","value":"general=out"}""", true)]
    [InlineData("""{"key":"kndctr_A_identity","value":"x"},{"value":"general=out","key":"kndctr_A_consent"}""", true)]
    [InlineData("""{"key":"kndctr_A_consent","value":"general=in"},{"key":"kndctr_B_consent","value":"general=out"}""", true)]
    [InlineData("""{"key":"kndctr_A_consent","value":"general=in"},{"key":"other","value":"general=out"}""", false)]
    public async Task A_no_counts_in_any_order_and_of_any_organization(string entries, bool isOut)
    {
        using var answer = await _client.Edge("sessionStart", Xdm.Start()[..^1] + ",\"meta\":{\"state\":{\"entries\":[" + entries + "]}}}");

        Assert.Equal(isOut, (await answer.Body()).Handle("media-analytics:new-session") is null);
    }

    [Fact]
    public async Task Metadata_counts_in_all_places_in_any_order()
    {
        var start = "{\"events\":[{\"_data\":{\"__adobe\":{\"analytics\":{\"contextData\":{\"k1\":\"v1\"}}}},\"xdm\":{\"customMetadata\":[{\"name\":\"k2\",\"value\":\"v2\"},{\"name\":\"gone\",\"value\":null}],\"mediaCollection\":{"
            + Media + ",\"customMetadata\":[{\"name\":\"k3\",\"value\":\"v3\"}]},\"eventType\":\"media.sessionStart\"}}]}";

        var session = await _client.ReadEdge(await _client.OpenEdgeSession(start));

        Assert.Equal("""{"k1":"v1","k2":"v2","k3":"v3"}""", session["customMetadata"]!.ToJsonString());
    }

    [Fact]
    public async Task Metadata_that_is_named_twice_is_refused()
    {
        using var answer = await _client.Edge("sessionStart", Xdm.Start(more: ""","customMetadata":[{"name":"a","value":"1"},{"name":"a","value":"2"}]"""));

        Assert.Equal(207, (int)answer.StatusCode);
        Assert.Equal("$.events[0].xdm.mediaCollection.customMetadata[1]", (string?)(await answer.Body())["errors"]![0]!["report"]!["details"]![0]!["name"]);
    }

    [Fact]
    public async Task Each_start_has_the_ids_of_its_own_event()
    {
        var (first, second) = (new string('1', 38), new string('2', 38));
        string Start(string ecid, string id) => "{\"xdm\":{\"eventType\":\"media.sessionStart\",\"identityMap\":{\"ECID\":[{\"id\":\"" + ecid + "\"},{\"id\":\"no-ecid\"}],\"N\":[{\"id\":\"" + id + "\"}]},\"mediaCollection\":{" + Media + "}}}";
        using var answer = await _client.Interact(Xdm.Envelope(Start(first, "one-of-first"), Start(second, "one-of-second")));
        var sids = (await answer.Body())["handle"]!.AsArray().Where(static one => (string?)one!["type"] == "media-analytics:new-session").Select(static one => (string)one!["payload"]![0]!["sessionId"]!).ToArray();

        Assert.Equal((first, second), ((string?)(await _client.ReadEdge(sids[0]))["params"]!["analytics.visitorId"], (string?)(await _client.ReadEdge(sids[1]))["params"]!["analytics.visitorId"]));
        Assert.Equal(sids[1], (string?)(await _client.Read("/api/v1/sessions?visitorId=one-of-second"))["sessions"]!.AsArray().Single()!["sessionId"]);
    }

    [Fact]
    public async Task Another_event_with_what_no_event_may_have_is_accepted()
    {
        using var answer = await _client.Interact(Xdm.Envelope("""{"xdm":{"eventType":"web.x","a":1e400}}""", Xdm.Item("sessionStart", 0, Media)));

        Assert.Equal(200, (int)answer.StatusCode);
    }

    [Fact]
    public async Task All_that_is_wrong_with_many_events_is_bounded()
    {
        var item = "{\"xdm\":{\"eventType\":\"media.ping\",\"mediaCollection\":{\"playhead\":\"x\",\"sessionID\":1,\"x\":[" + string.Join(',', Enumerable.Repeat("1e999", 60)) + "]}}}";
        using var answer = await _client.Edge("ping", Xdm.Envelope([.. Enumerable.Repeat(item, 90)]));

        Assert.Equal(207, (int)answer.StatusCode);
        var errors = (await answer.Body())["errors"]!.AsArray();
        Assert.Equal(90, errors.Count);
        Assert.InRange(errors.Sum(static one => one!["report"]!["details"]!.AsArray().Count), 100, 200);
    }

    [Theory]
    [InlineData("""{"events":[{}]}""")]
    [InlineData("""{"events":[{"xdm":{"eventType":"media.pong","timestamp":"2026-11-23T03:22:26Z","mediaCollection":{"playhead":0}}}]}""")]
    public async Task A_lone_event_that_is_none_is_400(string body)
    {
        using var answer = await _client.Edge("ping", body);

        Assert.Equal(400, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("play")]
    [InlineData("Media.play")]
    public async Task An_event_that_has_media_and_a_type_that_is_none_is_told_so_and_not_taken_for_another(string type)
    {
        var sid = await _client.OpenEdgeSession();
        using var answer = await _client.Interact(Xdm.Event(sid, "play", 1).Replace("media.play", type, StringComparison.Ordinal));

        Assert.Equal(207, (int)answer.StatusCode);
        var detail = (await answer.Body())["errors"]![0]!["report"]!["details"]![0]!;
        Assert.Equal("$.events[0].xdm.eventType", (string?)detail["name"]);
        Assert.StartsWith($"unknown event type \"{type}\"", (string?)detail["reason"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_id_in_the_wrong_case_is_recognized()
    {
        var sid = await _client.OpenEdgeSession();
        using var answer = await _client.Edge("play", Xdm.Event(sid, "play", 1).Replace("sessionID", "sessionId", StringComparison.Ordinal));

        Assert.Equal("Missing required field: it is called sessionID, not sessionId", (string?)(await answer.Body())["report"]!["details"]![0]!["reason"]);
    }

    [Fact]
    public async Task A_path_that_names_no_event_is_told_which_there_are()
    {
        using var answer = await _client.Edge("media.play", Xdm.Start());

        Assert.Equal(404, (int)answer.StatusCode);
        Assert.Contains("No event is called \"media.play\" in a path. The events are adBreakComplete, ", (string?)(await answer.Body())["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hundred_and_one_events_are_too_many()
    {
        using var answer = await _client.Edge("ping", Xdm.Envelope([.. Enumerable.Repeat("""{"xdm":{"eventType":"media.ping"}}""", 101)]));

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.EndsWith("EXEG-0102-400", (string?)(await answer.Body())["type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_on_another_path_is_noted()
    {
        using var answer = await _client.Edge("ping", Xdm.Start());
        var sid = (string)(await answer.Body()).Handle("media-analytics:new-session")!["payload"]![0]!["sessionId"]!;

        Assert.Contains("path-mismatch", (await _client.ReadEdge(sid))["findings"]!.AsArray().Select(static one => (string?)one!["code"]));
    }

    [Theory]
    [InlineData("POST", "/ee/va/v1/stateStart?configId=c", 404)]
    [InlineData("GET", "/ee/va/v1/ping", 405)]
    public async Task A_browser_can_read_that_there_is_nothing(string method, string path, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Headers = { { "Origin", "https://player.example" } } };
        using var answer = await _client.SendAsync(request);

        Assert.Equal((status, "https://player.example", "true"), ((int)answer.StatusCode, answer.Header("Access-Control-Allow-Origin"), answer.Header("Access-Control-Allow-Credentials")));
    }
}
