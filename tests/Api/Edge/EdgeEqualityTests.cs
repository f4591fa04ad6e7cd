using SessionGrains.Players;

namespace SessionGrains.Api.Tests;

/// <summary>The same film through both APIs is the same session.</summary>
public sealed class EdgeEqualityTests(Server server) : IClassFixture<Server>
{
    private readonly HttpClient _client = server.Ask();

    public static TheoryData<string> Timelines => [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "vectors", "timelines"), "mca_*.json").Select(static file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Timelines))]
    public async Task A_timeline_is_the_same_live_session(string file)
    {
        var events = Load(file);
        using var start = await _client.PostAsync("/api/v1/sessions", Sample.Json(events[0].ToJsonString()));
        var collection = start.Headers.Location!.OriginalString;
        var sid = await _client.OpenEdgeSession(XdmBody.Event(events[0], null).ToJsonString());
        foreach (var sent in events.Skip(1))
        {
            using var one = await _client.Send(collection, sent.ToJsonString());
            using var other = await _client.Edge(XdmBody.TypeOf(sent), XdmBody.Event(sent, sid).ToJsonString());
            Assert.Equal((204, 204), ((int)one.StatusCode, (int)other.StatusCode));
        }

        AssertSame(await _client.Read(collection), await _client.ReadEdge(sid));
        TimelineVector.Read(file).Fits((await _client.ReadEdge(sid))["metrics"]!);
    }

    [Theory]
    [MemberData(nameof(Timelines))]
    public async Task A_timeline_is_the_same_downloaded_session(string file)
    {
        var events = Load(file);
        using var one = await _client.PostAsync("/api/v1/downloaded", Sample.Json(new JsonArray([.. events.Select(static sent => sent.DeepClone())]).ToJsonString()));
        using var other = await _client.Edge("downloaded", XdmBody.Downloaded(events).ToJsonString());
        using var again = await _client.Edge("downloaded", XdmBody.Downloaded(events).ToJsonString());

        Assert.Equal((201, 200, 200), ((int)one.StatusCode, (int)other.StatusCode, (int)again.StatusCode));
        var sid = SidOf(await other.Body());
        Assert.Equal(sid, SidOf(await again.Body()));
        var session = await _client.ReadEdge(sid);
        Assert.True((bool)session["downloaded"]!);
        AssertSame(await _client.Read(one.Headers.Location!.OriginalString), session);
        TimelineVector.Read(file).Fits(session["metrics"]!);
    }

    [Fact]
    public async Task A_downloaded_session_with_a_wrong_event_is_not_taken()
    {
        var events = Load("mca_timeline1_vod_preroll_pause_buffer_complete.json");
        events[1]["playerTime"]!["playhead"] = "x";
        using var answer = await _client.Edge("downloaded", XdmBody.Downloaded(events).ToJsonString());

        Assert.Equal(207, (int)answer.StatusCode);
        Assert.Contains("mediaDownloadedEvents[1].mediaCollection.playhead", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static string SidOf(JsonNode answer) => (string)answer.Handle("media-analytics:new-session")!["payload"]![0]!["sessionId"]!;

    /// <summary>Everything but what the forms cannot say alike: docs/edge.md#fields.</summary>
    private static void AssertSame(JsonNode collection, JsonNode edge)
    {
        foreach (var ad in collection["metrics"]!["ads"]!.AsArray())
            ad!.AsObject().Remove("breakName");
        Assert.Equal(collection["metrics"]!.ToJsonString(), edge["metrics"]!.ToJsonString());
        Assert.Equal(collection["playback"]!.ToJsonString(), edge["playback"]!.ToJsonString());
        Assert.Equal(collection["qoeData"]!.ToJsonString(), edge["qoeData"]!.ToJsonString());
        Assert.Equal(Findings(collection), Findings(edge));
        Assert.Equal((long)collection["endTs"]!, (long)edge["endTs"]!);
    }

    private static IEnumerable<string> Findings(JsonNode session) =>
        session["findings"]!.AsArray().Select(static one => $"{one!["code"]} {one["count"]}").Where(static one => !one.StartsWith("playhead-range", StringComparison.Ordinal) && !one.StartsWith("unknown-member", StringComparison.Ordinal));

    /// <summary>Without the quality values of the sample request, which are placeholders.</summary>
    private static JsonNode[] Load(string file)
    {
        JsonNode[] events = file == TimelineVector.Downloaded ? [.. Timeline.Downloaded(null).Bodies.Select(static body => JsonNode.Parse(body)!)] : TimelineVector.Read(file).Bodies;
        events[0].AsObject().Remove("qoeData");
        return events;
    }
}
