namespace SessionGrains.Api.Tests;

/// <summary>What clients keep: who the viewer is, and what the viewer agrees to.</summary>
public sealed class EdgeClientTests : IAsyncLifetime
{
    private const string Organization = "53A16ACB5CC1D3760A495C99@AdobeOrg";
    private const string Prefix = "kndctr_53A16ACB5CC1D3760A495C99_AdobeOrg_";

    private readonly Server _server = new Server().With("Edge:OrgId", Organization).With("Edge:ConfigIds", $"{Xdm.ConfigId}, other");
    private HttpClient _client = null!;

    public Task InitializeAsync()
    {
        _client = _server.Ask();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Who_has_an_id_keeps_it_and_is_found_by_it()
    {
        using var first = await _client.Edge("sessionStart", Xdm.Start());
        var store = (await first.Body()).Handle("state:store")!["payload"]!.AsArray();
        var identity = (string)store.Single(static one => (string?)one!["key"] == Prefix + "identity")!["value"]!;
        var ecid = (string)(await first.Body()).Handle("identity:result")!["payload"]![0]!["id"]!;

        using var second = await _client.Edge("sessionStart", WithState(Xdm.Start(), "identity", identity));
        using var third = await _client.Edge("sessionStart", Xdm.Start()[..^1] + $$$$""","xdm":{"identityMap":{"ECID":[{"id":"{{{{ecid}}}}"}],"Email":[{"id":"a@example.com","primary":true}]}}}""");

        Assert.Equal(ecid, (string?)(await second.Body()).Handle("identity:result")!["payload"]![0]!["id"]);
        Assert.Equal(3, (await _client.Read("/api/v1/sessions?visitorId=" + ecid))["sessions"]!.AsArray().Count);
        Assert.Single((await _client.Read("/api/v1/sessions?visitorId=a@example.com"))["sessions"]!.AsArray());
        Assert.Equal(200, (int)third.StatusCode);
    }

    [Fact]
    public async Task A_viewer_who_does_not_agree_is_answered_and_not_stored()
    {
        using var consent = await _client.PostAsync($"/ee/v1/privacy/set-consent?configId={Xdm.ConfigId}", Sample.Json("""{"consent":[{"standard":"Adobe","version":"1.0","value":{"general":"out"}}]}"""));
        var kept = (await consent.Body()).Handle("state:store")!["payload"]![0]!;
        Assert.Equal((Prefix + "consent", "general=out"), ((string?)kept["key"], (string?)kept["value"]));

        using var start = await _client.Edge("sessionStart", WithState(Xdm.Start(), "consent", "general=out"));
        using var cookie = new HttpRequestMessage(HttpMethod.Post, Xdm.Path("ping")) { Content = Sample.Json(Xdm.Event(new string('0', 64), "ping", 1)), Headers = { { "Cookie", Prefix + "consent=general=out" } } };
        using var ping = await _client.SendAsync(cookie);

        Assert.Equal((200, 204), ((int)start.StatusCode, (int)ping.StatusCode));
        Assert.Empty((await start.Body())["handle"]!.AsArray());
    }

    [Theory]
    [InlineData("{}", 400)]
    [InlineData("[]", 400)]
    [InlineData("""{"consent":[{"standard":"Adobe","version":"2.0","value":{"collect":{"val":"n"}}}]}""", 200)]
    [InlineData("""{"consent":[null,1,{"value":[]},{"value":"CO0"}]}""", 200)]
    public async Task A_consent_of_nobody_is_answered(string body, int status)
    {
        using var answer = await _client.PostAsync($"/ee/v1/privacy/set-consent?configId={Xdm.ConfigId}", Sample.Json(body));

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task An_unknown_datastream_is_refused()
    {
        using var answer = await _client.PostAsync("/ee/va/v1/ping?configId=nobodys", Sample.Json(Xdm.Event(new string('0', 64), "ping", 1)));

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.EndsWith("EXEG-0003-400", (string?)(await answer.Body())["type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thousand_ids_are_bounded()
    {
        var ids = string.Join(',', Enumerable.Range(0, 1000).Select(static number => $$"""{"id":"v{{number}}"}"""));
        var sid = await _client.OpenEdgeSession(Xdm.Start()[..^1] + $$$$""","xdm":{"identityMap":{"Many":[{{{{ids}}}}]}}}""");

        Assert.Equal(sid, (string?)(await _client.Read("/api/v1/sessions?visitorId=v0"))["sessions"]![0]!["sessionId"]);
        Assert.Empty((await _client.Read("/api/v1/sessions?visitorId=v999"))["sessions"]!.AsArray());
    }

    private static string WithState(string body, string key, string value) => body[..^1] + $$$$""","meta":{"state":{"entries":[{"key":"{{{{Prefix}}}}{{{{key}}}}","value":"{{{{value}}}}"}]}}}""";
}
