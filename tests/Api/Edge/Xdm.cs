using System.Globalization;

namespace SessionGrains.Api.Tests;

/// <summary>Bodies as Edge SDKs send them.</summary>
internal static class Xdm
{
    public const string ConfigId = "3e2a9c6e-1111-4222-8333-1234567890ab";

    public const string Details = """{"name":"film-7","friendlyName":"Film","playerName":"web","length":5400,"channel":"films","contentType":"vod","show":"Seven","hasResume":false}""";

    public static string At(double second) => DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000 + (long)(second * 1000)).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string Start(string details = Details, string more = "", double playhead = 0) =>
        Envelope(Item("sessionStart", 0, string.Create(CultureInfo.InvariantCulture, $"\"playhead\":{playhead},\"sessionDetails\":{details}{more}")));

    public static string Event(string sid, string type, double second, string more = "", double playhead = 0) =>
        Envelope(Item(type, second, string.Create(CultureInfo.InvariantCulture, $"\"playhead\":{playhead},\"sessionID\":\"{sid}\"{more}")));

    public static string Item(string type, double second, string media) =>
        $$"""{"xdm":{"eventType":"media.{{type}}","timestamp":"{{At(second)}}","mediaCollection":{""" + media + "}}}";

    public static string Envelope(params string[] items) => $$"""{"events":[{{string.Join(',', items)}}]}""";

    public static string Path(string operation) => $"/ee/va/v1/{operation}?configId={ConfigId}&requestId=request-1";

    public static Task<HttpResponseMessage> Edge(this HttpClient client, string operation, string body) => client.PostAsync(Path(operation), Sample.Json(body));

    public static Task<HttpResponseMessage> Interact(this HttpClient client, string body) => client.PostAsync($"/ee/v1/interact?configId={ConfigId}&requestId=request-1", Sample.Json(body));

    public static async Task<JsonNode> Body(this HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

    /// <summary>The item of an answer's handle.</summary>
    public static JsonNode? Handle(this JsonNode answer, string type) => answer["handle"]?.AsArray().FirstOrDefault(one => (string?)one!["type"] == type);

    public static async Task<string> OpenEdgeSession(this HttpClient client, string? body = null)
    {
        using var answer = await client.Edge("sessionStart", body ?? Start());
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (string)(await answer.Body()).Handle("media-analytics:new-session")!["payload"]![0]!["sessionId"]!;
    }

    public static Task<JsonNode> ReadEdge(this HttpClient client, string sid) => client.Read("/api/v1/sessions/" + sid);
}
