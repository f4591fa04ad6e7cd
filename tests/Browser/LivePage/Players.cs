using System.Net.Http.Json;

namespace SessionGrains.Browser.Tests.LivePage;

/// <summary>Players that send what they are told, or what a real client was recorded sending.</summary>
internal sealed class Players(string origin) : IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = new Uri(origin) };

    /// <summary>The id of each session of a recording, in order. Every answer has to be the recorded one.</summary>
    public async Task<string[]> Replay(string file)
    {
        var recording = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "vectors", "traffic", file)))!;
        var sessions = new List<string>();
        foreach (var request in recording["requests"]!.AsArray().Where(one => (string?)one!["method"] == "POST"))
        {
            var path = (string)request!["path"]!;
            for (var n = 0; n < sessions.Count; n++)
                path = path.Replace($"{{sid{n + 1}}}", sessions[n], StringComparison.Ordinal);
            using var answer = await _client.PostAsJsonAsync(path, request["body"]);
            Assert.Equal((int)request["answeredWith"]!, (int)answer.StatusCode);
            if (answer.Headers.Location is { } location)
                sessions.Add(IdOf(location));
        }

        return [.. sessions];
    }

    /// <summary>Starts a session of a title and gives its id.</summary>
    public async Task<string> Start(string mediaId, string name, long ts = 1_800_000_000_000)
    {
        var body = new JsonObject
        {
            ["eventType"] = "sessionStart",
            ["playerTime"] = Time(0, ts),
            ["params"] = new JsonObject
            {
                ["media.id"] = mediaId,
                ["media.name"] = name,
                ["media.length"] = 600,
                ["media.contentType"] = "vod",
                ["media.playerName"] = "web",
                ["media.channel"] = "films",
                ["analytics.trackingServer"] = "t",
                ["analytics.reportSuite"] = "r",
                ["visitor.marketingCloudOrgId"] = "o",
                ["analytics.visitorId"] = "visitor " + mediaId,
            },
        };
        using var answer = await _client.PostAsJsonAsync("/api/v1/sessions", body);
        Assert.Equal(201, (int)answer.StatusCode);
        return IdOf(answer.Headers.Location!);
    }

    public async Task Send(string session, string type, double playhead, long ts)
    {
        using var answer = await _client.PostAsJsonAsync($"/api/v1/sessions/{session}/events", new JsonObject { ["eventType"] = type, ["playerTime"] = Time(playhead, ts) });
        Assert.Equal(204, (int)answer.StatusCode);
    }

    public void Dispose() => _client.Dispose();

    private static JsonObject Time(double playhead, long ts) => new() { ["playhead"] = playhead, ["ts"] = ts };

    private static string IdOf(Uri location) => location.OriginalString.Split('/')[^1];
}
