namespace SessionGrains.Api.Tests;

public sealed class SessionSearchTests(Server server) : IClassFixture<Server>
{
    private readonly HttpClient _client = server.Ask();

    [Fact]
    public async Task A_session_is_found_by_its_title_its_visitor_and_its_status()
    {
        var first = await Open("search-1", "search-visitor");
        var second = await Open("search-2", "search-visitor");
        using (var ended = await _client.Send(first, Sample.Event("sessionEnd", 5_000)))
            Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);

        Assert.Equal(new[] { first, second }.Order(), (await Paths("visitorId=search-visitor")).Order());
        Assert.Equal([first], await Paths("mediaId=search-1"));
        Assert.Equal([second], await Paths("visitorId=search-visitor&status=open"));
        Assert.Equal([first], await Paths("visitorId=search-visitor&status=closed"));
        Assert.Equal([second], await Paths("mediaId=search-2&visitorId=search-visitor&limit=200&since=2020-01-01T00:00:00Z"));
        Assert.Empty(await Paths("visitorId=search-visitor&since=2199-01-01T00:00:00Z"));
        Assert.Empty(await Paths("mediaId=search-1&visitorId=nobody"));
    }

    [Theory]
    [InlineData("by-analytics")]
    [InlineData("by-user")]
    [InlineData("by-customer")]
    public async Task Any_visitor_id_of_a_session_finds_it(string visitor)
    {
        var session = await Open("search-ids", "by-analytics", extra =>
        {
            extra["visitor.marketingCloudUserId"] = "by-user";
            extra["visitor.customerIDs"] = JsonNode.Parse("""{ "crm": { "id": "by-customer", "authState": 1 } }""");
        });

        Assert.Contains(session, await Paths("visitorId=" + visitor));
    }

    [Fact]
    public async Task What_is_found_is_described_as_a_reader_sees_it()
    {
        var session = await Open("search-words", "someone");
        using (var played = await _client.Send(session, Sample.Event("play", 1_000)))
            Assert.Equal(HttpStatusCode.NoContent, played.StatusCode);

        var list = await Search("mediaId=search-words");
        var found = Assert.Single(list["sessions"]!.AsArray())!;
        var read = await _client.Read(session);

        Assert.Equal(["asOf", "covers", "incomplete", "truncated", "sessions"], list.AsObject().Select(member => member.Key));
        Assert.Equal((false, false), ((bool)list["incomplete"]!, (bool)list["truncated"]!));
        Assert.NotEmpty((string)list["covers"]!);
        foreach (var name in new[] { "sessionId", "status", "closedBy", "openedAt", "lastEventAt", "closedAt" })
            Assert.Equal((string?)read[name], (string?)found[name]);
        Assert.Equal(("search-words", "someone", "playing", "content"), ((string?)found["mediaId"], (string?)found["visitorId"], (string?)found["state"], (string?)found["in"]));
        Assert.Equal(read["findings"]!.AsArray().Count, (int)found["findings"]!);
    }

    [Fact]
    public async Task A_downloaded_session_is_found_and_more_than_the_limit_is_said()
    {
        foreach (var n in Enumerable.Range(1, 3))
        {
            using var answer = await _client.PostAsync("/api/v1/downloaded", Sample.Json(Sample.Downloaded(null, "search-downloaded").Replace("\"playhead\":20", $"\"playhead\":2{n}", StringComparison.Ordinal)));
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        }

        var all = await Search("mediaId=search-downloaded");
        var two = await Search("mediaId=search-downloaded&limit=2");

        Assert.Equal((3, false), (all["sessions"]!.AsArray().Count, (bool)all["truncated"]!));
        Assert.Equal((2, true), (two["sessions"]!.AsArray().Count, (bool)two["truncated"]!));
        Assert.All(all["sessions"]!.AsArray(), one => Assert.Equal("closed", (string?)one!["status"]));
    }

    [Theory]
    [InlineData("title=film", "title")]
    [InlineData("status=ajar", "status")]
    [InlineData("since=yesterday", "since")]
    [InlineData("since=", "since")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("limit=", "limit")]
    [InlineData("mediaId=a&mediaId=b", "mediaId")]
    public async Task A_wrong_query_is_400_and_says_what_is_wrong(string query, string hint)
    {
        using var answer = await _client.GetAsync("/api/v1/sessions?" + query);

        await answer.AssertProblem(400);
        Assert.Contains(hint, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Searching_is_for_operators()
    {
        using var locked = new Server().With("Operator:ApiKey", "correct-horse-battery-staple");

        using var answer = await locked.Ask().GetAsync("/api/v1/sessions");

        await answer.AssertProblem(401);
        answer.AssertNoCors();
    }

    private async Task<string> Open(string mediaId, string visitorId, Action<JsonNode>? more = null)
    {
        var start = JsonNode.Parse(Sample.Start)!;
        start["params"]!["media.id"] = mediaId;
        start["params"]!["analytics.visitorId"] = visitorId;
        more?.Invoke(start["params"]!);
        using var answer = await _client.PostAsync("/api/v1/sessions", Sample.Json(start.ToJsonString()));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    private async Task<JsonNode> Search(string query) => JsonNode.Parse(await _client.GetStringAsync("/api/v1/sessions?" + query))!;

    private async Task<string[]> Paths(string query) => [.. (await Search(query))["sessions"]!.AsArray().Select(one => "/api/v1/sessions/" + (string?)one!["sessionId"])];
}
