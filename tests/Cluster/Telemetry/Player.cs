using System.Net;
using System.Text;
using System.Text.Json;

namespace SessionGrains.Cluster.Tests.Telemetry;

/// <summary>Sends what a player would.</summary>
internal sealed class Player(Uri server) : IDisposable
{
    public const string MediaId = "film-7713";
    public const string Title = "The Unmistakable Title";

    private readonly HttpClient _http = new() { BaseAddress = server };
    private long _ts = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    public void Dispose() => _http.Dispose();

    /// <summary>Opens a session and returns its path.</summary>
    public async Task<string> Start()
    {
        using var answer = await Post("/api/v1/sessions", Opening());
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    public async Task<int> Send(string session, string type)
    {
        using var answer = await Post(session + "/events", Event(type));
        return (int)answer.StatusCode;
    }

    /// <summary>A whole session at once: it is closed when this returns.</summary>
    public async Task SendDownloaded()
    {
        var play = Event("play");
        using var answer = await Post("/api/v1/downloaded", $"[{Opening()},{play},{play},{Event("sessionEnd")}]");
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    private Task<HttpResponseMessage> Post(string path, string body) => _http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));

    private string Event(string type) => JsonSerializer.Serialize(new { playerTime = new { playhead = 0, ts = _ts++ }, eventType = type });

    private string Opening() => JsonSerializer.Serialize(new
    {
        playerTime = new { playhead = 0, ts = _ts++ },
        eventType = "sessionStart",
        @params = new Dictionary<string, object>
        {
            ["analytics.trackingServer"] = "tracking.example.com",
            ["analytics.reportSuite"] = "suite",
            ["visitor.marketingCloudOrgId"] = "org",
            ["media.id"] = MediaId,
            ["media.name"] = Title,
            ["media.length"] = 60,
            ["media.contentType"] = "vod",
            ["media.playerName"] = "player",
            ["media.channel"] = "channel",
        },
    });
}
