using System.Globalization;

namespace SessionGrains.Api.Tests;

/// <summary>What clients and documents of others send and get.</summary>
public sealed class EdgeReplayTests(Server server) : IClassFixture<Server>
{
    private readonly HttpClient _client = server.Ask();

    [Fact]
    public async Task The_requests_of_alloy_are_answered_as_they_were_and_read_back()
    {
        var sids = new Dictionary<string, string>();
        foreach (var request in Vector("alloy-media-2.33.1.json")["requests"]!.AsArray())
        {
            var xdm = request!["body"]!["events"]![0]!["xdm"]!;
            var recorded = (string?)xdm["mediaCollection"]!["sessionID"];
            if (recorded is not null)
                xdm["mediaCollection"]!["sessionID"] = sids.TryGetValue(recorded, out var known) ? known : sids[recorded] = sids["last"];
            using var content = Sample.Json(request["body"]!.ToJsonString());
            content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse((string)request["contentType"]!);
            using var answer = await _client.PostAsync((string)request["path"]!, content);

            Assert.Equal((int)request["answeredWith"]!, (int)answer.StatusCode);
            if (answer.StatusCode == HttpStatusCode.OK)
                sids["last"] = (string)(await answer.Body()).Handle("media-analytics:new-session")!["payload"]![0]!["sessionId"]!;
        }

        var session = await _client.ReadEdge(sids.First(static one => one.Key != "last").Value);
        Assert.Equal(("clickbaby", "Click Baby ✓"), ((string?)session["params"]!["media.id"], (string?)session["params"]!["media.name"]));
        Assert.Equal("ad-001", (string?)session["metrics"]!["ads"]![0]!["id"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_published_timeline_gives_the_published_numbers(bool isDownloaded)
    {
        var timeline = Vector("edge_example1_buffer_pause_abandon.json");
        string sid;
        if (isDownloaded)
        {
            var events = timeline["events"]!.AsArray().Select(static one => new JsonObject
            {
                ["mediaEventType"] = one!["xdmEventType"]!.DeepClone(),
                ["mediaEventTimestamp"] = Xdm.At((double)one["t"]!),
                ["mediaCollection"] = Media(one, null),
            });
            using var answer = await _client.Edge("downloaded", $$$"""{"events":[{"xdm":{"eventType":"media.downloaded","mediaDownloadedEvents":{{{new JsonArray([.. events]).ToJsonString()}}}}}]}""");
            sid = (string)(await answer.Body()).Handle("media-analytics:new-session")!["payload"]![0]!["sessionId"]!;
        }
        else
        {
            sid = "";
            foreach (var one in timeline["events"]!.AsArray())
            {
                var body = Xdm.Envelope($$$"""{"xdm":{"eventType":"{{{one!["xdmEventType"]}}}","timestamp":"{{{Xdm.At((double)one["t"]!)}}}","mediaCollection":{{{Media(one, sid.Length > 0 ? sid : null).ToJsonString()}}}}}""");
                using var answer = await _client.PostAsync($"{one["path"]}?configId=c", Sample.Json(body));
                Assert.Equal(sid.Length == 0 ? 200 : 204, (int)answer.StatusCode);
                if (sid.Length == 0)
                    sid = (string)(await answer.Body()).Handle("media-analytics:new-session")!["payload"]![0]!["sessionId"]!;
            }
        }

        var metrics = (await _client.ReadEdge(sid))["metrics"]!;
        foreach (var name in new[] { "contentTimeSpent", "adTimeSpent", "pauseCount", "totalPauseDuration", "bufferEvents", "totalBufferDuration", "mediaStarts", "mediaTimeSpent", "estimatedStreams" })
            Assert.Equal((name, (double)timeline["expected_derived"]![name]!), (name, (double)metrics[name]!));
        Assert.Equal(timeline["expected_derived"]!["progressMarkers"]!.ToJsonString(), metrics["progressMarkers"]!.ToJsonString());
    }

    [Fact]
    public async Task Answers_have_the_members_of_published_ones()
    {
        using var opened = await _client.Edge("sessionStart", Xdm.Start());
        using var refused = await _client.Edge("sessionStart", Xdm.Start(details: "null"));
        using var unknown = await _client.Interact(Xdm.Event(new string('0', 64), "ping", 1));

        AssertHas(Vector("edge-RESPONSE-sessionStart-ok.json")["body"]!, await opened.Body(), "$");
        AssertHas(Vector("edge-RESPONSE-va-edge-0400.json")["body"]!, await refused.Body(), "$");
        AssertHas(Vector("edge-RESPONSE-va-edge-0404.json")["body"]!, await unknown.Body(), "$");
        Assert.Equal(Vector("edge-RESPONSE-va-edge-0400.json")["body"]!["errors"]![0]!.ToJsonString(), WithoutIndex((await refused.Body())["errors"]![0]!));
    }

    private static string WithoutIndex(JsonNode error)
    {
        error["report"]!.AsObject().Remove("eventIndex");
        return error.ToJsonString();
    }

    /// <summary>Whether an answer has all members of another, with values of the same kind.</summary>
    private static void AssertHas(JsonNode published, JsonNode? answer, string path)
    {
        Assert.True(answer?.GetValueKind() == published.GetValueKind(), $"{path} is {answer?.ToJsonString() ?? "missing"}");
        if (published is JsonObject members)
        {
            foreach (var (name, value) in members)
                AssertHas(value!, answer![name], $"{path}.{name}");
        }
        else if (published is JsonArray items)
        {
            for (var i = 0; i < items.Count; i++)
                AssertHas(items[i]!, answer!.AsArray().Count > i ? answer[i] : null, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"));
        }
    }

    private static JsonObject Media(JsonNode one, string? sid)
    {
        var media = one["mediaCollection"]!.DeepClone().AsObject();
        media["playhead"] = one["playhead"]!.DeepClone();
        if (sid is not null)
            media["sessionID"] = sid;
        return media;
    }

    private static JsonNode Vector(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "edge", file)))!;
}
