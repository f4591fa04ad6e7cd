using System.Net;
using System.Text.Json;

namespace SessionGrains.Faults.Tests.Filling;

/// <summary>One session, and what it was told.</summary>
internal sealed class Viewer(HttpClient http, string path)
{
    private long _ts = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
    private double _playhead;

    public string Path => path;

    /// <summary>Events answered with 204, the start being one.</summary>
    public int Acknowledged { get; private set; } = 1;

    /// <summary>What other answers there were.</summary>
    public List<HttpStatusCode> Refused { get; } = [];

    public int RefusedPings { get; private set; }

    /// <summary>A viewer whose start is taken; null where it is refused.</summary>
    public static async Task<(Viewer? Viewer, HttpStatusCode Status, bool SaysWhenAgain)> StartAsync(HttpClient http, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        using var answer = await http.PostAsync(new Uri("/api/v1/sessions", UriKind.Relative), content);
        return (answer.StatusCode == HttpStatusCode.Created ? new Viewer(http, answer.Headers.Location!.OriginalString) : null, answer.StatusCode, answer.Headers.RetryAfter is not null);
    }

    public Task<HttpStatusCode> PlayAsync() => SendAsync("play");

    public async Task<HttpStatusCode> PingAsync()
    {
        var status = await SendAsync("ping");
        RefusedPings += status == HttpStatusCode.NoContent ? 0 : 1;
        return status;
    }

    public Task<HttpStatusCode> EndAsync() => SendAsync("sessionEnd");

    /// <summary>An event for which the session keeps more than before.</summary>
    public Task<HttpStatusCode> FailAsync() => SendAsync("error", new() { ["media.qoe.errorID"] = $"e{Acknowledged}", ["media.qoe.errorSource"] = "player" });

    /// <summary>A ping with so much of its own that its session takes some kilobytes more.</summary>
    public Task<HttpStatusCode> GrowAsync() =>
        SendAsync("ping", Enumerable.Range(0, 20).ToDictionary(static one => $"more{one}", object (one) => new string((char)('a' + one), 200) + _ts));

    /// <summary>How many events the server says that the session has; null where it knows no session.</summary>
    public async Task<int?> ReadAsync()
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;

        answer.EnsureSuccessStatusCode();
        using var read = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return read.RootElement.GetProperty("events").GetProperty("received").GetInt32();
    }

    private async Task<HttpStatusCode> SendAsync(string type, Dictionary<string, object>? qoeData = null)
    {
        (_ts, _playhead) = (_ts + 1_000, _playhead + 1);
        var body = new Dictionary<string, object> { ["eventType"] = type, ["playerTime"] = new { playhead = _playhead, ts = _ts } };
        if (qoeData is not null)
            body["qoeData"] = qoeData;

        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body));
        using var answer = await http.PostAsync(new Uri(path + "/events", UriKind.Relative), content);
        if (answer.StatusCode == HttpStatusCode.NoContent)
            Acknowledged++;
        else
            Refused.Add(answer.StatusCode);

        return answer.StatusCode;
    }
}
