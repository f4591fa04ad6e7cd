namespace SessionGrains.Api.Tests;

public sealed class CorsTests(Server server) : IClassFixture<Server>
{
    private static readonly string Nobody = "/api/v1/sessions/" + new string('0', 64);

    private readonly HttpClient _client = server.Ask();

    public static TheoryData<string> PlayerPaths => ["/api/v1/sessions", "/api/v1/sessions/", Nobody + "/events", Nobody + "/events/", "/api/v1/downloaded", "/api/v1/schemas/ping"];

    [Theory]
    [MemberData(nameof(PlayerPaths))]
    public async Task Options_is_204_with_the_headers_preflight_or_not(string path)
    {
        using var answer = await _client.SendAsync(new(HttpMethod.Options, path));

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("3600", answer.Header("Access-Control-Max-Age"));
        answer.AssertCors();
    }

    [Theory]
    [InlineData("POST", "/api/v1/sessions", "{}", 400)]
    [InlineData("POST", "/api/v1/downloaded", "[]", 400)]
    [InlineData("POST", "/api/v1/sessions/x/events", """{"eventType":"play","playerTime":{"playhead":0,"ts":1}}""", 404)]
    [InlineData("GET", "/api/v1/schemas/pong", null, 404)]
    [InlineData("POST", "/api/v1/seasons", "{}", 404)]
    [InlineData("POST", "/api", "{}", 404)]
    [InlineData("PUT", "/api/v1/sessions", "{}", 405)]
    [InlineData("GET", "/api/v1/sessions/x/events", null, 405)]
    public async Task A_browser_can_read_every_refusal(string method, string path, string? body, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : Sample.Json(body) };
        using var answer = await _client.SendAsync(request);

        await answer.AssertProblem(status);
        answer.AssertCors();
    }

    [Fact]
    public async Task A_browser_can_read_413_415_and_410()
    {
        var session = await _client.OpenSession();
        using var end = await _client.Send(session, Sample.Event("sessionEnd", 10));

        using var closed = await _client.Send(session, Sample.Event("ping", 20));
        using var large = await _client.Send(session, new string(' ', 70_000));
        using var coded = await _client.PostAsync(session + "/events", Sample.Bytes([1], "zstd"));

        await closed.AssertProblem(410);
        await large.AssertProblem(413);
        await coded.AssertProblem(415);
        Assert.All([end, closed, large, coded], Answers.AssertCors);
    }

    [Fact]
    public async Task Operator_answers_carry_none()
    {
        var session = await _client.OpenSession();

        using var found = await _client.GetAsync(session);
        using var lost = await _client.GetAsync(Nobody);
        using var refused = await _client.DeleteAsync(session);
        using var asked = await _client.SendAsync(new(HttpMethod.Options, session));
        using var health = await _client.GetAsync("/health/ready");

        Assert.Equal([200, 404, 405, 405, 200], new[] { found, lost, refused, asked, health }.Select(answer => (int)answer.StatusCode));
        Assert.All([found, lost, refused, asked, health], Answers.AssertNoCors);
    }

    [Theory]
    [InlineData("https://player.example", "https://player.example")]
    [InlineData("http://localhost:3000", "http://localhost:3000")]
    [InlineData("https://evil.example", null)]
    [InlineData("null", null)]
    [InlineData(null, null)]
    public async Task With_a_list_of_origins_only_they_may_read(string? origin, string? allowed)
    {
        await using var listed = new Server().With("Cors:AllowedOrigins", "https://player.example, http://localhost:3000");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/sessions") { Content = Sample.Json("{}") };
        using var preflight = new HttpRequestMessage(HttpMethod.Options, Nobody + "/events");
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
            preflight.Headers.Add("Origin", origin);
        }

        using var answer = await listed.Ask().SendAsync(request);
        using var allowing = await listed.Ask().SendAsync(preflight);

        Assert.Equal(allowed, answer.Header("Access-Control-Allow-Origin"));
        Assert.Equal(allowed is null ? null : "true", answer.Header("Access-Control-Allow-Credentials"));
        Assert.Equal("Origin", answer.Header("Vary"));
        Assert.Equal("Location", answer.Header("Access-Control-Expose-Headers"));
        Assert.Equal(allowed, allowing.Header("Access-Control-Allow-Origin"));
        Assert.Equal(allowed is null ? null : "true", allowing.Header("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task With_any_origin_nobody_may_send_credentials()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/sessions") { Content = Sample.Json(Sample.Start) };
        request.Headers.Add("Origin", "https://player.example");

        using var answer = await _client.SendAsync(request);

        answer.AssertCors();
        Assert.Null(answer.Header("Access-Control-Allow-Credentials"));
    }
}
