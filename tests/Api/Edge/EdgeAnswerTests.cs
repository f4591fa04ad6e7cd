namespace SessionGrains.Api.Tests;

public sealed class EdgeAnswerTests(Server server) : IClassFixture<Server>
{
    private readonly HttpClient _client = server.Ask();

    [Fact]
    public async Task A_sessionStart_is_answered_with_the_session_and_what_the_client_keeps()
    {
        using var answer = await _client.Edge("sessionStart", Xdm.Start());

        Assert.Equal(200, (int)answer.StatusCode);
        var body = await answer.Body();
        Assert.Equal("request-1", (string?)body["requestId"]);
        var session = body.Handle("media-analytics:new-session")!;
        Assert.Equal(0, (int)session["eventIndex"]!);
        Assert.Matches("^[0-9a-f]{64}$", (string?)session["payload"]![0]!["sessionId"]);
        Assert.Matches("^[0-9]{38}$", (string?)body.Handle("identity:result")!["payload"]![0]!["id"]);
        Assert.Equal("ECID", (string?)body.Handle("identity:result")!["payload"]![0]!["namespace"]!["code"]);
        Assert.Equal("EdgeNetwork", (string?)body.Handle("locationHint:result")!["payload"]![0]!["scope"]);
        Assert.DoesNotContain('\n', await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_event_is_204_and_read_back_as_what_it_was()
    {
        var sid = await _client.OpenEdgeSession(Xdm.Start(more: ""","customMetadata":[{"name":"_tenant.tier","value":"gold"}],"qoeDataDetails":{"bitrate":1000000}"""));

        foreach (var (type, second, more) in new[]
        {
            ("play", 0.5, ""),
            ("adBreakStart", 1, ""","advertisingPodDetails":{"index":1,"offset":0,"friendlyName":"pre-roll"}"""),
            ("adStart", 1.1, ""","advertisingDetails":{"name":"ad-1","friendlyName":"Ad","playerName":"web","length":15,"podPosition":1,"creativeURL":"https://ads.example/1"},"customMetadata":[{"name":"a","value":"b"}]"""),
            ("adComplete", 5.1, ""),
            ("adBreakComplete", 5.2, ""),
            ("chapterStart", 6, ""","chapterDetails":{"index":1,"offset":0,"length":60,"friendlyName":"One"}"""),
            ("statesUpdate", 7, ""","statesStart":[{"name":"fullScreen"}]"""),
            ("bitrateChange", 8, ""","qoeDataDetails":{"bitrate":2000000,"framesPerSecond":29.97}"""),
            ("error", 9, ""","errorDetails":{"name":"e1","source":"player"}"""),
            ("ping", 10, ""),
        })
        {
            using var answer = await _client.Edge(type, Xdm.Event(sid, type, second, more));
            Assert.True(answer.StatusCode == HttpStatusCode.NoContent, $"{type}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }

        var session = await _client.ReadEdge(sid);
        Assert.Equal("media-edge", (string?)session["api"]);
        Assert.Equal(
            """["film-7","Film",5400,"vod","web","films",false,"Seven"]""",
            new JsonArray([.. new[] { "media.id", "media.name", "media.length", "media.contentType", "media.playerName", "media.channel", "media.resume", "media.show" }.Select(name => session["params"]![name]!.DeepClone())]).ToJsonString());
        Assert.Equal(Xdm.ConfigId, (string?)session["params"]!["analytics.reportSuite"]);
        Assert.Equal("gold", (string?)session["customMetadata"]!["_tenant.tier"]);
        Assert.Equal(2_000_000, (double)session["qoeData"]!["media.qoe.bitrate"]!);
        var ad = session["metrics"]!["ads"]![0]!;
        Assert.Equal(("ad-1", "Ad", "completed", "https://ads.example/1", "b"), ((string?)ad["id"], (string?)ad["name"], (string?)ad["outcome"], (string?)ad["creativeUrl"], (string?)ad["customMetadata"]!["a"]));
        Assert.Equal("pre-roll", (string?)session["metrics"]!["adBreaks"]![0]!["name"]);
        Assert.Equal("One", (string?)session["metrics"]!["chapters"]![0]!["name"]);
        Assert.Equal("e1", (string?)session["metrics"]!["errors"]![0]!["id"]);
        Assert.Equal("fullScreen", (string?)session["playback"]!["playerStates"]![0]);
    }

    [Fact]
    public async Task A_wrong_sessionStart_is_207_with_all_that_is_wrong()
    {
        using var answer = await _client.Edge("sessionStart", Xdm.Start(details: """{"name":"film-7","playerName":"web","length":"x"}"""));

        Assert.Equal(207, (int)answer.StatusCode);
        var error = (await answer.Body())["errors"]![0]!;
        Assert.Equal(("https://ns.adobe.com/aep/errors/va-edge-0400-400", 400, "Bad Request"), ((string?)error["type"], (int)error["status"]!, (string?)error["title"]));
        Assert.Equal(
            [
                ("$.events[0].xdm.mediaCollection.sessionDetails.length", "must be a number, not a string"),
                ("$.events[0].xdm.mediaCollection.sessionDetails.channel", "Missing required field"),
                ("$.events[0].xdm.mediaCollection.sessionDetails.contentType", "Missing required field"),
            ],
            error["report"]!["details"]!.AsArray().Select(static one => ((string?)one!["name"], (string?)one["reason"])));
    }

    [Theory]
    [InlineData("adStart", ""","advertisingDetails":{"playerName":"web","length":15,"podPosition":1}""", "$.events[0].xdm.mediaCollection.advertisingDetails.name", "Missing required field")]
    [InlineData("adBreakStart", "", "$.events[0].xdm.mediaCollection.advertisingPodDetails", "Missing required field")]
    [InlineData("error", ""","errorDetails":{"name":"e"}""", "$.events[0].xdm.mediaCollection.errorDetails.source", "Missing required field")]
    [InlineData("bitrateChange", "", "$.events[0].xdm.mediaCollection.qoeDataDetails", "Missing required field")]
    [InlineData("chapterStart", ""","chapterDetails":{"index":"a","offset":0,"length":1}""", "$.events[0].xdm.mediaCollection.chapterDetails.index", "must be an integer, not a string")]
    [InlineData("ping", ""","customMetadata":[{"name":"a b","value":"c"}]""", "$.events[0].xdm.mediaCollection.customMetadata[0].name", @"is no name for custom metadata: it must match ^[a-zA-Z0-9_\.]+$")]
    public async Task A_wrong_event_is_400_and_says_where(string type, string more, string name, string reason)
    {
        var sid = await _client.OpenEdgeSession();

        using var answer = await _client.Edge(type, Xdm.Event(sid, type, 1, more));

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var body = await answer.Body();
        Assert.Equal(("https://ns.adobe.com/aep/errors/va-edge-0400-400", "request-1"), ((string?)body["type"], (string?)body["report"]!["requestId"]));
        Assert.Equal((name, reason), ((string?)body["report"]!["details"]![0]!["name"], (string?)body["report"]!["details"]![0]!["reason"]));
    }

    [Theory]
    [InlineData("""{"events":[{"xdm":{"eventType":"media.ping","mediaCollection":{"playhead":1}}}]}""", "$.events[0].xdm.timestamp", "$.events[0].xdm.mediaCollection.sessionID")]
    [InlineData("""{"events":[{"xdm":{"eventType":"media.ping","timestamp":"now"}}]}""", "$.events[0].xdm.timestamp", "$.events[0].xdm.mediaCollection")]
    [InlineData("""{"events":[{"xdm":{"timestamp":"2026-11-23T03:22:26.302Z"}}]}""", "$.events[0].xdm.eventType", null)]
    [InlineData("""{"events":[{}]}""", "$.events[0].xdm", null)]
    public async Task An_event_without_what_it_needs_is_400(string body, string first, string? second)
    {
        using var answer = await _client.Edge("ping", body);

        Assert.Equal(400, (int)answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains($"\"{first}\"", text, StringComparison.Ordinal);
        Assert.Contains($"\"{second ?? first}\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_never_was_or_is_closed_is_404_and_the_text_says_which()
    {
        var sid = await _client.OpenEdgeSession();
        using var end = await _client.Edge("sessionEnd", Xdm.Event(sid, "sessionEnd", 1));

        using var closed = await _client.Edge("ping", Xdm.Event(sid, "ping", 2));
        using var unknown = await _client.Edge("ping", Xdm.Event(new string('0', 64), "ping", 2));
        using var malformed = await _client.Edge("ping", Xdm.Event(new string('0', 63), "ping", 2));

        Assert.Equal([204, 404, 404, 400], new[] { end, closed, unknown, malformed }.Select(static one => (int)one.StatusCode));
        var body = await closed.Body();
        Assert.Equal(("https://ns.adobe.com/aep/errors/va-edge-0404-404", "Not Found"), ((string?)body["type"], (string?)body["title"]));
        Assert.Contains("is closed", (string?)body["report"]!["details"], StringComparison.Ordinal);
        Assert.Contains("No session has this id", (string?)(await unknown.Body())["report"]!["details"], StringComparison.Ordinal);
        Assert.StartsWith("Unexpected error. Hint: InvalidApiSidLength=63", (string?)(await malformed.Body())["report"]!["details"]![0]!["reason"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_events_are_judged_one_by_one_in_their_order()
    {
        var sid = await _client.OpenEdgeSession();
        var media = $"\"playhead\":0,\"sessionID\":\"{sid}\"";

        using var some = await _client.Interact(Xdm.Envelope(
            Xdm.Item("play", 1, media), Xdm.Item("pong", 2, media), Xdm.Item("ping", 3, $"\"playhead\":0,\"sessionID\":\"{new string('0', 64)}\""), """{"xdm":{"eventType":"web.webpagedetails.pageViews"}}""", Xdm.Item("pauseStart", 4, media)));
        using var all = await _client.Edge("ping", Xdm.Envelope(Xdm.Item("ping", 5, media), Xdm.Item("ping", 6, media)));

        Assert.Equal((207, 204), ((int)some.StatusCode, (int)all.StatusCode));
        Assert.Equal([(1, 400), (2, 404)], (await some.Body())["errors"]!.AsArray().Select(static one => ((int)one!["report"]!["eventIndex"]!, (int)one["status"]!)));
        Assert.Equal(5, (int)(await _client.ReadEdge(sid))["events"]!["received"]!);
    }

    [Theory]
    [InlineData("interact", 200)]
    [InlineData("collect", 204)]
    public async Task Other_events_are_accepted_and_not_kept(string operation, int status)
    {
        using var answer = await _client.PostAsync($"/ee/or2/v1/{operation}?configId=c", Sample.Json("""{"events":[{"xdm":{"eventType":"web.webpagedetails.pageViews","anything":[1,{"x":null}]}}]}"""));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Null(status == 200 ? (await answer.Body()).Handle("media-analytics:new-session") : null);
    }

    [Theory]
    [InlineData("", "{}", "application/json", 400, "EXEG-0002-400")]
    [InlineData("?configId=c", "{", "application/json", 400, "EXEG-0101-400")]
    [InlineData("?configId=c", "", "application/json", 400, "EXEG-0103-400")]
    [InlineData("?configId=c", "{}", "application/json", 400, "EXEG-0103-400")]
    [InlineData("?configId=c", """{"events":[]}""", "text/plain", 400, "EXEG-0103-400")]
    [InlineData("?configId=c", """{"events":{}}""", "text/plain", 400, "EXEG-0102-400")]
    [InlineData("?configId=c", "[]", "text/plain;charset=UTF-8", 400, "EXEG-0102-400")]
    [InlineData("?configId=c", "{}", "application/xml", 415, "EXEG-0111-415")]
    public async Task What_is_no_request_is_answered_as_the_gateway_does(string query, string body, string contentType, int status, string code)
    {
        using var content = new StringContent(body);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(contentType);
        using var answer = await _client.PostAsync("/ee/va/v1/ping" + query, content);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.EndsWith(code, (string?)(await answer.Body())["type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_more_than_64_KiB_is_413()
    {
        using var answer = await _client.Edge("ping", Xdm.Event(new string('0', 64), "ping", 1, $",\"x\":\"{new string('x', 70_000)}\""));

        Assert.Equal(413, (int)answer.StatusCode);
        Assert.EndsWith("EXEG-0112-413", (string?)(await answer.Body())["type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_reads_a_stream_gets_its_separators()
    {
        using var answer = await _client.Edge("sessionStart", Xdm.Start()[..^1] + ""","meta":{"konductorConfig":{"streaming":{"enabled":true,"recordSeparator":"\u0000","lineFeed":"\n"}}}}""");

        var text = await answer.Content.ReadAsStringAsync();
        Assert.StartsWith("\0{", text, StringComparison.Ordinal);
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://player.example")]
    [InlineData("null")]
    public async Task The_origin_is_echoed_because_clients_send_credentials(string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Xdm.Path("sessionStart")) { Content = Sample.Json(Xdm.Start()), Headers = { { "Origin", origin } } };
        using var preflight = new HttpRequestMessage(HttpMethod.Options, Xdm.Path("ping")) { Headers = { { "Origin", origin }, { "Access-Control-Request-Headers", "content-type,x-a" } } };
        using var answer = await _client.SendAsync(request);
        using var allowed = await _client.SendAsync(preflight);

        Assert.All([answer, allowed], one => Assert.Equal((origin, "true"), (one.Header("Access-Control-Allow-Origin"), one.Header("Access-Control-Allow-Credentials"))));
        Assert.Equal((204, "content-type,x-a"), ((int)allowed.StatusCode, allowed.Header("Access-Control-Allow-Headers")));
    }

    [Fact]
    public async Task A_path_that_names_another_event_is_noted_and_so_is_a_playhead_out_of_range()
    {
        var sid = await _client.OpenEdgeSession();
        using var play = await _client.Edge("ping", Xdm.Event(sid, "play", 1, playhead: 1.5));
        using var ping = await _client.Edge("ping", Xdm.Event(sid, "ping", 2, playhead: 90_000));

        Assert.Equal((204, 204), ((int)play.StatusCode, (int)ping.StatusCode));
        var session = await _client.ReadEdge(sid);
        Assert.Equal("playing", (string?)session["playback"]!["state"]);
        var findings = session["findings"]!.AsArray().ToDictionary(static one => (string)one!["code"]!, static one => (int)one!["count"]!);
        Assert.Equal((1, 2), (findings["path-mismatch"], findings["playhead-range"]));
    }

    [Fact]
    public async Task A_sessionStart_without_a_time_begins_now()
    {
        using var answer = await _client.Interact("""{"events":[{"xdm":{"eventType":"media.sessionStart","mediaCollection":{"playhead":0,"sessionDetails":""" + Xdm.Details + "}}}]}");

        var sid = (string)(await answer.Body()).Handle("media-analytics:new-session")!["payload"]![0]!["sessionId"]!;
        var startTs = (long)(await _client.ReadEdge(sid))["startTs"]!;
        Assert.InRange(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - startTs, 0, 60_000);
    }
}
