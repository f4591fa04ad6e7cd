namespace SessionGrains.Api.Tests;

public sealed class SecurityHeadersTests(Server server) : IClassFixture<Server>
{
    private const string Csp = "Content-Security-Policy";

    private readonly HttpClient _client = server.Ask();

    [Theory]
    [InlineData("/")]
    [InlineData("/js/app.js")]
    [InlineData("/icon.svg")]
    [InlineData("/docs")]
    [InlineData("/docs/")]
    [InlineData("/orleans")]
    [InlineData("/orleans/")]
    [InlineData("/orleans/index.css")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/openapi/v2.json")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/metrics")]
    [InlineData("/api/v1/live")]
    [InlineData("/api/v1/reports")]
    [InlineData("/api/v1/reports?limit=none")]
    [InlineData("/api/v1/sessions/none")]
    [InlineData("/api/v1/operator/session")]
    [InlineData("/no/such/path")]
    public async Task Everything_but_a_players_answer_says_how_a_browser_is_to_treat_it(string path)
    {
        using var answer = await _client.GetAsync(path);

        AssertSaid(answer);
    }

    [Fact]
    public async Task A_refusal_says_it_too()
    {
        await using var locked = new Server { Peer = IPAddress.Parse("192.0.2.1") };

        using var refused = await locked.Ask().GetAsync("/api/v1/live");
        using var wrongMethod = await locked.Ask().PostAsync("/health/live", null);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (refused.StatusCode, wrongMethod.StatusCode));
        AssertSaid(refused);
        AssertSaid(wrongMethod);
    }

    [Fact]
    public async Task Players_answers_stay_as_their_clients_know_them()
    {
        var session = await _client.OpenSession();
        HttpResponseMessage[] answers =
        [
            await _client.PostAsync("/api/v1/sessions", Sample.Json("{}")),
            await _client.PostAsync(session + "/events", Sample.Json("{}")),
            await _client.PostAsync("/api/v1/downloaded", Sample.Json("[]")),
            await _client.GetAsync("/api/v1/schemas/play"),
            await _client.SendAsync(new(HttpMethod.Options, session + "/events")),
            await _client.PutAsync(session + "/events", null),
            await _client.GetAsync("/api/v1/nothing"),
        ];

        Assert.All(answers, static answer =>
        {
            Assert.False(answer.Headers.Contains(Csp));
            Assert.False(answer.Headers.Contains("X-Content-Type-Options"));
            Assert.False(answer.Headers.Contains("Referrer-Policy"));
            answer.Dispose();
        });
    }

    [Fact]
    public async Task The_script_of_the_reference_is_allowed_by_a_number_that_is_good_once()
    {
        using var one = await _client.GetAsync("/docs/");
        using var two = await _client.GetAsync("/docs/");

        var policies = new[] { one, two }.Select(static answer => answer.Headers.GetValues(Csp).Single()).ToArray();
        var nonces = policies.Select(static policy => policy.Split("'nonce-")[1].Split('\'')[0]).ToArray();
        Assert.NotEqual(nonces[0], nonces[1]);
        Assert.Contains($"nonce=\"{nonces[0]}\"", WebUtility.HtmlDecode(await one.Content.ReadAsStringAsync()));
        Assert.DoesNotContain("script-src 'self' 'unsafe", policies[0]);
    }

    [Fact]
    public async Task The_document_is_sent_once_to_whoever_keeps_it()
    {
        using var first = await _client.GetAsync("/openapi/v1.json");
        using var packed = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        packed.Headers.Add("Accept-Encoding", "gzip");
        using var small = await _client.SendAsync(packed);

        Assert.Equal("application/json", first.Content.Headers.ContentType!.MediaType);
        Assert.Equal("gzip", small.Content.Headers.ContentEncoding.Single());
        Assert.True(small.Content.Headers.ContentLength < first.Content.Headers.ContentLength / 4);
        foreach (var known in new[] { first.Headers.ETag!.Tag, "W/" + first.Headers.ETag.Tag, $"\"other\", {first.Headers.ETag.Tag}", "*" })
            Assert.Equal(HttpStatusCode.NotModified, await Ask(known));
        foreach (var other in new[] { "\"other\"", first.Headers.ETag.Tag.Trim('"'), "" })
            Assert.Equal(HttpStatusCode.OK, await Ask(other));
    }

    private async Task<HttpStatusCode> Ask(string known)
    {
        using var again = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        again.Headers.TryAddWithoutValidation("If-None-Match", known);
        using var answer = await _client.SendAsync(again);
        return answer.StatusCode;
    }

    private static void AssertSaid(HttpResponseMessage answer)
    {
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        var policy = answer.Headers.GetValues(Csp).Single();
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Contains("default-src '", policy);
    }
}
