using CsCheck;

namespace SessionGrains.Api.Tests;

/// <summary>No body of a Media Edge client is too strange to be answered.</summary>
public sealed class EdgeFuzzTests(Server server) : IClassFixture<Server>
{
    private static readonly int[] Expected = [200, 204, 207, 400, 404, 413, 415];

    private static readonly string[] Bodies =
    [
        Xdm.Start(more: ""","customMetadata":[{"name":"a","value":"b"}],"qoeDataDetails":{"bitrate":1,"x":{"y":[1]}}"""),
        Xdm.Event(new string('0', 64), "statesUpdate", 1, ""","statesStart":[{"name":"mute"}],"statesEnd":[]"""),
        Xdm.Event(new string('0', 64), "adStart", 1, ""","advertisingDetails":{"name":"a","playerName":"p","length":1,"podPosition":1}"""),
        """{"events":[{"xdm":{"eventType":"media.downloaded","mediaDownloadedEvents":[{"mediaEventType":"media.sessionStart","mediaEventTimestamp":"2026-11-23T03:22:26Z","mediaCollection":{"playhead":0,"sessionDetails":{"name":"n","playerName":"p","length":1,"channel":"c","contentType":"v"}}}]}}],"meta":{"state":{"entries":[{"key":"k","value":"v"}]},"konductorConfig":{"streaming":{"enabled":true,"recordSeparator":"\u0000"}}},"query":{"identity":{"fetch":["ECID"]}},"xdm":{"identityMap":{"ECID":[{"id":"1"}],"X":[{"id":"2"}]}}}""",
    ];

    /// <summary>A token of the body is replaced by another, left out or doubled, or bytes are changed.</summary>
    private static readonly Gen<string> Strange = Gen.Select(Gen.Int[0, Bodies.Length - 1], Gen.Int[0, 4], Gen.Int[0, 10_000], Gen.Int[0, Replacements.Length - 1]).Select(static (body, way, at, with) =>
        Change(Bodies[body], way, at, Replacements[with]));

    private static string[] Replacements =>
    [
        "null", "true", "-1", "1e400", "1e300", "0.5", "\"\"", "\"\\ud83d\"", "\"\\u0000\"", "[]", "{}", "[[[[[]]]]]", "{\"a\":{}}", new string('[', 40), "\"2026-99-99T00:00:00Z\"", "\"9999-12-31T23:59:59.999Z\"", "\"media.ping\"", "\"" + new string('x', 3000) + "\"",
    ];

    private readonly HttpClient _client = server.Ask();

    [Fact]
    public Task Any_body_is_answered_and_none_with_500() => Gen.Select(Strange, Gen.OneOf("/ee/va/v1/ping", "/ee/va/v1/sessionStart", "/ee/va/v1/downloaded", "/ee/v1/interact", "/ee/or2/v1/collect", "/ee/v1/privacy/set-consent")).SampleAsync(
        async (body, path) =>
        {
            using var answer = await _client.PostAsync(path + "?configId=c", Sample.Json(body));
            Assert.Contains((int)answer.StatusCode, Expected);
            if (answer.StatusCode != HttpStatusCode.NoContent)
                AssertJson(await answer.Content.ReadAsStringAsync());
        },
        iter: 1_500);

    /// <summary>Between the separators that the body may ask for.</summary>
    private static void AssertJson(string text) => JsonDocument.Parse(text[text.IndexOf('{', StringComparison.Ordinal)..(text.LastIndexOf('}') + 1)]).Dispose();

    private static string Change(string body, int way, int at, string with)
    {
        var tokens = Tokens(body);
        var (start, length) = tokens[at % tokens.Count];
        return way switch
        {
            0 => body[..start] + body[(start + length)..],
            1 => $"{body[..(start + length)]},{body[start..]}",
            2 => body[..(at % body.Length)],
            _ => body[..start] + with + body[(start + length)..],
        };
    }

    /// <summary>Where the scalars, strings and brackets are.</summary>
    private static List<(int Start, int Length)> Tokens(string body)
    {
        var tokens = new List<(int, int)>();
        var bytes = System.Text.Encoding.UTF8.GetBytes(body);
        var json = new Utf8JsonReader(bytes);
        while (json.Read())
            tokens.Add(((int)json.TokenStartIndex, (int)(json.BytesConsumed - json.TokenStartIndex)));
        return tokens;
    }
}
