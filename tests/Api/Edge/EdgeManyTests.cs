namespace SessionGrains.Api.Tests;

/// <summary>Requests with several events, of several visitors, while the store is away, and downloaded sessions: what one may not do to another.</summary>
public sealed class EdgeManyTests(Server server) : IClassFixture<Server>
{
    private const string Media = "\"playhead\":0,\"sessionDetails\":" + Xdm.Details;

    private readonly HttpClient _client = server.Ask();

    [Theory]
    [InlineData("""{"xdm":{"eventType":"web.webpagedetails.pageViews"}}""")]
    [InlineData("""{"xdm":{"eventType":"media.ping"}}""")]
    public async Task A_start_that_could_not_be_stored_is_503_although_others_of_the_request_needed_no_store(string first)
    {
        await using var away = new Server().With(static services => services.AddSingleton<ISessions>(new FakeSessions(static _ => throw new SessionGrains.Stores.StoreUnavailableException("away"))));
        using var answer = await away.Ask().Interact(Xdm.Envelope(first, Xdm.Item("sessionStart", 0, Media)));

        Assert.Equal((503, "1"), ((int)answer.StatusCode, answer.Header("Retry-After")));
    }

    [Fact]
    public async Task The_visitor_of_one_event_is_not_that_of_another()
    {
        var own = new string('1', 38);
        var ofState = new string('4', 38);
        string[] starts = [Start(own), Start(null)];
        foreach (var (meta, expected) in new[] { ("", null), ($$$""","meta":{"state":{"entries":[{"key":"kndctr_A_identity","value":"{{{Convert.ToBase64String([0x0A, 38, .. System.Text.Encoding.ASCII.GetBytes(ofState)])}}}"}]}}""", ofState) })
        {
            using var answer = await _client.Interact(Xdm.Envelope(starts)[..^1] + meta + "}");
            var body = await answer.Body();
            var ids = new List<string?>();
            foreach (var opened in body["handle"]!.AsArray().Where(static one => (string?)one!["type"] == "media-analytics:new-session"))
                ids.Add((string?)(await _client.ReadEdge((string)opened!["payload"]![0]!["sessionId"]!))["params"]!["analytics.visitorId"]);

            Assert.Equal(own, ids[0]);
            Assert.NotEqual(own, ids[1]);
            Assert.Equal(expected ?? (string?)body.Handle("identity:result")!["payload"]![0]!["id"], ids[1]);
        }
    }

    [Fact]
    public async Task An_event_of_another_kind_names_the_visitor_too()
    {
        var own = new string('1', 38);
        using var answer = await _client.Interact(Xdm.Envelope("{\"xdm\":{\"eventType\":\"web.x\",\"mediaCollection\":null,\"identityMap\":{\"ECID\":[{\"id\":\"" + own + "\"}]}}}"));

        Assert.Equal((200, own), ((int)answer.StatusCode, (string?)(await answer.Body()).Handle("identity:result")!["payload"]![0]!["id"]));
    }

    [Fact]
    public async Task Equal_downloaded_sessions_of_two_visitors_are_two_and_each_again_is_the_same()
    {
        var ids = new List<string>();
        foreach (var visitor in new[] { '1', '2', '1' })
        {
            using var answer = await _client.Edge("downloaded", Downloaded()[..^1] + ",\"xdm\":{\"identityMap\":{\"ECID\":[{\"id\":\"" + new string(visitor, 38) + "\"}]}}}");
            ids.Add((string)(await answer.Body()).Handle("media-analytics:new-session")!["payload"]![0]!["sessionId"]!);
        }

        Assert.Equal(ids[0], ids[2]);
        Assert.NotEqual(ids[0], ids[1]);
        Assert.Equal(new string('2', 38), (string?)(await _client.ReadEdge(ids[1]))["params"]!["analytics.visitorId"]);
    }

    [Theory]
    [InlineData("kndctr_A_consent=general=out", 40, false)]
    [InlineData("kndctr_A_consent=general=out,kndctr_A_consent=general=in", 0, false)]
    [InlineData("kndctr_A_consent=x;general=out", 0, false)]
    [InlineData("kndctr_A_consent=general=outside", 0, true)]
    public async Task A_no_counts_wherever_it_stands_and_nothing_else_does(string entries, int before, bool isStored)
    {
        var all = Enumerable.Range(0, before).Select(static i => $"other{i}=x").Concat(entries.Split(',')).Select(static entry => entry.Split('=', 2)).Select(static entry => $$"""{"key":"{{entry[0]}}","value":"{{entry[1]}}"}""");
        using var answer = await _client.Edge("sessionStart", Xdm.Start()[..^1] + ",\"meta\":{\"state\":{\"entries\":[" + string.Join(',', all) + "]}}}");

        Assert.Equal(isStored, (await answer.Body()).Handle("media-analytics:new-session") is not null);
    }

    [Fact]
    public async Task A_long_no_is_a_no()
    {
        using var answer = await _client.Edge("sessionStart", Xdm.Start()[..^1] + ",\"meta\":{\"state\":{\"entries\":[{\"key\":\"kndctr_A_consent\",\"value\":\"" + new string('x', 5_000) + ";general=out\"}]}}}");

        Assert.Null((await answer.Body()).Handle("media-analytics:new-session"));
    }

    [Theory]
    [InlineData(300, "v", "downloaded", "over-limit")]
    [InlineData(1, "long", "downloaded", "text-cut")]
    [InlineData(1, "v", "play", "path-mismatch")]
    public async Task What_is_lost_of_a_downloaded_session_is_noted(int entries, string value, string path, string finding)
    {
        var metadata = string.Join(',', Enumerable.Range(0, entries).Select(i => $$"""{"name":"k{{i}}","value":"{{(value == "long" ? new string('x', 3_000) : value)}}"}"""));
        using var answer = await _client.Edge(path, Downloaded($"\"customMetadata\":[{metadata}],", finding));
        var session = await _client.ReadEdge((string)(await answer.Body()).Handle("media-analytics:new-session")!["payload"]![0]!["sessionId"]!);

        Assert.Contains(finding, session["findings"]!.AsArray().Select(static one => (string?)one!["code"]));
        Assert.Equal(Math.Min(entries, 256), session["customMetadata"]!.AsObject().Count);
    }

    [Fact]
    public async Task Metadata_of_the_item_and_of_the_first_event_have_different_names()
    {
        using var answer = await _client.Edge("downloaded", Downloaded("""
            "customMetadata":[{"name":"a","value":"1"}],
            """, "twice", ""","customMetadata":[{"name":"a","value":"2"}]"""));

        Assert.Equal(207, (int)answer.StatusCode);
        Assert.Equal("$.events[0].xdm.customMetadata", (string?)(await answer.Body())["errors"]![0]!["report"]!["details"]![0]!["name"]);
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59.999Z", 253402300799999)]
    [InlineData("2026-11-29T12:00:00.999999999Z", 1795953600999)]
    public async Task A_time_is_the_millisecond_that_it_lies_in(string sent, long ts)
    {
        var sid = await _client.OpenEdgeSession(Xdm.Start().Replace(Xdm.At(0), sent, StringComparison.Ordinal));

        Assert.Equal(ts, (long)(await _client.ReadEdge(sid))["startTs"]!);
    }

    [Fact]
    public async Task A_time_before_1970_is_refused()
    {
        using var answer = await _client.Edge("sessionStart", Xdm.Start().Replace(Xdm.At(0), "1969-12-31T23:59:59.9999Z", StringComparison.Ordinal));

        Assert.Equal(207, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("")]
    public async Task What_is_no_origin_is_not_echoed(string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Xdm.Path("sessionStart")) { Content = Sample.Json(Xdm.Start()) };
        request.Headers.TryAddWithoutValidation("Origin", origin);
        using var answer = await _client.SendAsync(request);

        Assert.Null(answer.Header("Access-Control-Allow-Credentials"));
    }

    private static string Start(string? ecid) =>
        "{\"xdm\":{\"eventType\":\"media.sessionStart\"," + (ecid is null ? "" : "\"identityMap\":{\"ECID\":[{\"id\":\"" + ecid + "\"}]},") + "\"mediaCollection\":{" + Media + "}}}";

    private static string Downloaded(string beside = "", string name = "d", string inFirst = "") =>
        "{\"events\":[{\"xdm\":{" + beside + "\"eventType\":\"media.downloaded\",\"mediaDownloadedEvents\":[{\"mediaEventType\":\"media.sessionStart\",\"mediaEventTimestamp\":\"2026-11-28T12:00:00Z\",\"mediaCollection\":{\"playhead\":0,\"sessionDetails\":"
        + Xdm.Details.Replace("film-7", name, StringComparison.Ordinal) + inFirst + "}},{\"mediaEventType\":\"media.play\",\"mediaEventTimestamp\":\"2026-11-28T12:00:01Z\",\"mediaCollection\":{\"playhead\":0}}]}}]}";
}
