using System.Net.Http.Headers;

namespace SessionGrains.Api.Tests;

/// <summary>The published request and others like it.</summary>
internal static class Sample
{
    private const long StartTs = 1509045324153;

    public static JsonNode Page { get; } = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "sample-request.json")))!;

    /// <summary>The body of the sample request.</summary>
    public static string Start { get; } = Page["request"]!["body"]!.ToJsonString();

    /// <summary>An event, some milliseconds after the start.</summary>
    public static string Event(string type, int afterMs = 1000, double playhead = 0) => JsonSerializer.Serialize(
        new { playerTime = new { playhead, ts = StartTs + afterMs }, eventType = type });

    /// <summary>A downloaded session of sessionStart, play and sessionEnd.</summary>
    public static string Downloaded(bool? flag, string mediaId = "movie")
    {
        var start = JsonNode.Parse(Start)!;
        start["params"]!["media.id"] = mediaId;
        if (flag is { } downloaded)
            start["params"]!["media.downloaded"] = downloaded;
        return $"[{start.ToJsonString()},{Event("play", 10)},{Event("sessionEnd", 20_010, 20)}]";
    }

    public static HttpContent Json(string text) => Bytes(Encoding.UTF8.GetBytes(text));

    public static HttpContent Bytes(byte[] bytes, string? encoding = null)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (encoding is not null)
            content.Headers.ContentEncoding.Add(encoding);
        return content;
    }

    /// <summary>Opens a session as in the sample, but for these params, and returns where it is.</summary>
    public static async Task<string> OpenSession(this HttpClient client, params (string Param, string Value)[] others)
    {
        var start = JsonNode.Parse(Start)!;
        foreach (var (param, value) in others)
            start["params"]![param] = value;

        using var answer = await client.PostAsync("/api/v1/sessions", Json(others.Length == 0 ? Start : start.ToJsonString()));
        Assert.Equal(System.Net.HttpStatusCode.Created, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    public static Task<HttpResponseMessage> Send(this HttpClient client, string session, string body) => client.PostAsync(session + "/events", Json(body));

    public static async Task<JsonNode> Read(this HttpClient client, string session) => JsonNode.Parse(await client.GetStringAsync(session))!;
}
