using SessionGrains.Live;

namespace SessionGrains.Api.Tests;

/// <summary>What is counted where is told by the tests of the grains; here is how it is asked for.</summary>
public sealed class LiveTests(Server server) : IClassFixture<Server>
{
    private readonly HttpClient _client = server.Ask();

    [Fact]
    public async Task The_audience_is_counted_in_all_by_title_and_by_channel()
    {
        await Open("live-1", "live-drama", "play");
        await Open("live-1", "live-drama", "pauseStart");
        await Open("live-2", "live-news", "play");

        var title = await Live("?mediaId=live-1", live => (int)live["viewers"]! == 2);
        Assert.Equal(["asOf", "incomplete", "silos", "open", "viewers", "states", "lastMinute", "titles", "titleCount", "otherTitles", "players", "contentTypes", "channels"], title.AsObject().Select(member => member.Key));
        Assert.Equal("""{"starting":0,"playing":1,"paused":1,"buffering":0,"ad":0}""", title["states"]!.ToJsonString());
        Assert.Equal(("live-1", "live-drama", 2), Only(title));
        Assert.Equal((1, 0), ((int)title["titleCount"]!, (int)title["otherTitles"]!["open"]!));

        var channel = await Live("?channel=live-news", live => (int)live["viewers"]! == 1);
        Assert.Equal(("live-2", "live-news", 1), Only(channel));

        var both = await Live("?channel=live-drama&mediaId=live-1", live => (int)live["viewers"]! == 2);
        Assert.Equal(("live-1", "live-drama", 2), Only(both));
        Assert.Contains(both["channels"]!.AsArray(), one => (string?)one!["name"] == "live-news");
    }

    [Fact]
    public async Task Only_as_many_titles_are_listed_as_asked_for_and_the_others_are_told_together()
    {
        foreach (var title in new[] { "top-1", "top-1", "top-1", "top-2", "top-3" })
            await Open(title, "top", "play");

        var live = await Live("?channel=top&top=1", live => (int)live["viewers"]! == 5);

        Assert.Equal(("top-1", "top", 3), Only(live));
        Assert.Equal((3, 2), ((int)live["titleCount"]!, (int)live["otherTitles"]!["viewers"]!));
    }

    [Fact]
    public async Task A_filter_that_nothing_passes_is_zeros_and_a_title_without_past_has_no_points()
    {
        foreach (var query in new[] { "?mediaId=nowhere", "?mediaId=", "?channel=nowhere" })
        {
            var live = await Live(query);
            Assert.Equal((0, 0, 0), ((int)live["open"]!, (int)live["viewers"]!, live["titles"]!.AsArray().Count));
        }

        var history = await History("?mediaId=nowhere");
        Assert.Empty(history["points"]!.AsArray());
        Assert.Null(history["peak"]);
        Assert.Null(history["averageMinuteAudience"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_title_is_found_by_an_id_that_is_longer_than_what_is_counted_of_it(int before)
    {
        var id = new string('x', LiveKey.MaxIdLength - before) + "🎬 and so on";
        await Open(id, $"long-{before}", "play");

        var live = await Live("?mediaId=" + Uri.EscapeDataString(id), live => (int)live["viewers"]! == 1);

        Assert.StartsWith((string)Assert.Single(live["titles"]!.AsArray())!["mediaId"]!, id);
    }

    [Fact]
    public async Task The_past_is_told_by_seconds_and_by_minutes_and_only_what_was_asked_for()
    {
        await Open("past", "past", "play");
        await Live("?mediaId=past", live => (int)live["viewers"]! == 1);

        var seconds = await History("?resolution=second", history => history["points"]!.AsArray().Any(one => (int)one!["viewers"]! > 0));
        Assert.Equal(["asOf", "resolution", "stepSeconds", "mediaId", "incomplete", "points", "averageMinuteAudience", "peak"], seconds.AsObject().Select(member => member.Key));
        Assert.Equal(("second", 1), ((string?)seconds["resolution"], (int)seconds["stepSeconds"]!));
        Assert.True((int)seconds["peak"]!["viewers"]! > 0);
        Assert.Equal(("second", 10), await Kind("?resolution=second&mediaId=past"));
        Assert.Equal(("minute", 60), await Kind(""));
        Assert.Equal(("minute", 60), await Kind("?resolution=minute&mediaId=past&from=2026-01-01T00:00:00Z&to=2026-01-02"));

        var last = (string)seconds["points"]!.AsArray()[^1]!["at"]!;
        Assert.All((await History("?resolution=second&from=" + last))["points"]!.AsArray(), one => Assert.True(string.CompareOrdinal((string)one!["at"]!, last) >= 0));
        Assert.All((await History("?resolution=second&to=" + last))["points"]!.AsArray(), one => Assert.True(string.CompareOrdinal((string)one!["at"]!, last) <= 0));
        Assert.Empty((await History("?resolution=second&from=2199-01-01T00:00:00Z"))["points"]!.AsArray());

        async Task<(string?, int)> Kind(string query) => await History(query) is var history ? ((string?)history["resolution"], (int)history["stepSeconds"]!) : default;
    }

    [Theory]
    [InlineData("live?title=film", "'title'")]
    [InlineData("live?media=film", "mediaId, channel, top")]
    [InlineData("live?resolution=second", "'resolution'")]
    [InlineData("live?top=0", "top")]
    [InlineData("live?top=201", "top")]
    [InlineData("live?top=-1", "top")]
    [InlineData("live?top=ten", "top")]
    [InlineData("live?top=", "top")]
    [InlineData("live?top=1&top=2", "top")]
    [InlineData("live?mediaId=a&mediaId=b", "mediaId")]
    [InlineData("live/stream?top=0", "top")]
    [InlineData("live/stream?title=film", "'title'")]
    [InlineData("live/history?channel=drama", "'channel'")]
    [InlineData("live/history?top=5", "resolution, from, to, mediaId")]
    [InlineData("live/history?resolution=hour", "resolution")]
    [InlineData("live/history?resolution=", "resolution")]
    [InlineData("live/history?from=yesterday", "from")]
    [InlineData("live/history?from=10:30", "from")]
    [InlineData("live/history?from=", "from")]
    [InlineData("live/history?to=24.11.2026", "to")]
    [InlineData("live/history?to=2026-11-24T25:00:00Z", "to")]
    [InlineData("live/history?to=a&to=b", "to")]
    public async Task A_wrong_query_is_400_and_says_what_is_wrong(string query, string hint)
    {
        using var answer = await _client.GetAsync("/api/v1/" + query);

        await answer.AssertProblem(400);
        Assert.Contains(hint, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["detail"]);
    }

    [Theory]
    [InlineData("live")]
    [InlineData("live/history")]
    [InlineData("live/stream")]
    public async Task The_audience_is_for_operators(string path)
    {
        await using var keyless = new Server { Peer = IPAddress.Parse("10.0.0.7") };
        await using var locked = new Server().With("Operator:ApiKey", "correct-horse-battery-staple");
        using var wrongKey = new HttpRequestMessage(HttpMethod.Get, "/api/v1/" + path);
        wrongKey.Headers.Authorization = new("Bearer", "wrong-horse");

        using var elsewhere = await keyless.Ask().GetAsync("/api/v1/" + path);
        using var refused = await locked.Ask().SendAsync(wrongKey);

        await elsewhere.AssertProblem(403);
        Assert.Contains("Operator__ApiKey", await elsewhere.Content.ReadAsStringAsync());
        elsewhere.AssertNoCors();
        await refused.AssertProblem(401);
        Assert.Equal(["Bearer", "Basic"], refused.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme));
        refused.AssertNoCors();
    }

    private static (string?, string?, int) Only(JsonNode live) =>
        Assert.Single(live["titles"]!.AsArray()) is var title ? ((string?)title!["mediaId"], (string?)title["channel"], (int)title["viewers"]!) : default;

    private async Task Open(string mediaId, string channel, string then)
    {
        var session = await _client.OpenSession(("media.id", mediaId), ("media.channel", channel));
        using var answer = await _client.Send(session, Sample.Event(then));
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    private Task<JsonNode> Live(string query, Func<JsonNode, bool>? isWanted = null) => Read("/api/v1/live" + query, isWanted);

    private Task<JsonNode> History(string query, Func<JsonNode, bool>? isWanted = null) => Read("/api/v1/live/history" + query, isWanted);

    /// <summary>Counts are some moments late.</summary>
    private async Task<JsonNode> Read(string path, Func<JsonNode, bool>? isWanted)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var read = JsonNode.Parse(await _client.GetStringAsync(path, patience.Token))!;
            if (isWanted?.Invoke(read) ?? true)
                return read;

            await Task.Delay(100, patience.Token);
        }
    }
}
