namespace SessionGrains.Api.Tests;

public sealed class PathTests(Server server) : IClassFixture<Server>
{
    private readonly HttpClient _client = server.Ask();

    [Fact]
    public async Task Every_path_works_with_a_trailing_slash()
    {
        using var start = await _client.PostAsync("/api/v1/sessions/", Sample.Json(Sample.Start));
        var session = start.Headers.Location!.OriginalString;
        using var play = await _client.PostAsync(session + "/events/", Sample.Json(Sample.Event("play")));
        using var read = await _client.GetAsync(session + "/");
        using var schema = await _client.GetAsync("/api/v1/schemas/ping/");
        using var downloaded = await _client.PostAsync("/api/v1/downloaded/", Sample.Json(Sample.Downloaded(null, "slash")));

        Assert.Equal([201, 204, 200, 200, 201], new[] { start, play, read, schema, downloaded }.Select(answer => (int)answer.StatusCode));
        Assert.False(session.EndsWith('/'));
    }

    [Theory]
    [InlineData("//api/v1/sessions", "events")]
    [InlineData("/api//v1/sessions", "/events")]
    [InlineData("/api/v1///sessions", "events//")]
    [InlineData("//api//v1//sessions//", "//events/")]
    public async Task Every_path_works_with_doubled_slashes(string sessions, string events)
    {
        using var start = await Ask(HttpMethod.Post, sessions, Sample.Start);
        var id = start.Headers.Location!.OriginalString.Split('/')[^1];
        var prefix = sessions[..sessions.IndexOf("sessions", StringComparison.Ordinal)];
        using var play = await Ask(HttpMethod.Post, $"{sessions}/{id}/{events}", Sample.Event("play"));
        using var options = await Ask(HttpMethod.Options, $"{sessions}/{id}/{events}");
        using var read = await Ask(HttpMethod.Get, $"{sessions}/{id}");
        using var schema = await Ask(HttpMethod.Get, prefix + "schemas//ping");
        using var downloaded = await Ask(HttpMethod.Post, prefix + "/downloaded", Sample.Downloaded(null, sessions));
        using var refused = await Ask(HttpMethod.Delete, sessions);
        using var live = await Ask(HttpMethod.Get, "//health//live");

        Assert.Equal([201, 204, 204, 200, 200, 201, 405, 200],
            new[] { start, play, options, read, schema, downloaded, refused, live }.Select(static answer => (int)answer.StatusCode));
        Assert.Equal("/api/v1/sessions/" + id, start.Headers.Location.OriginalString);
        refused.AssertCors();
    }

    [Theory]
    [InlineData("/tracking//api/v1/sessions")]
    [InlineData("//tracking/api/v1/sessions")]
    public async Task Doubled_slashes_work_below_a_path_base(string path)
    {
        await using var based = new Server().With("PathBase", "/tracking");
        using var client = based.Ask();

        using var start = await client.PostAsync(new Uri("http://localhost" + path), Sample.Json(Sample.Start));

        Assert.Equal(201, (int)start.StatusCode);
    }

    [Theory]
    [InlineData("/tracking")]
    [InlineData("tracking/")]
    [InlineData("/first/party")]
    public async Task Below_a_path_base_everything_works_and_Location_begins_with_api(string configured)
    {
        await using var based = new Server().With("PathBase", configured);
        var client = based.Ask();
        var prefix = "/" + configured.Trim('/');

        using var start = await client.PostAsync(prefix + "/api/v1/sessions", Sample.Json(Sample.Start));
        var session = start.Headers.Location!.OriginalString;
        using var play = await client.PostAsync(prefix + session + "/events", Sample.Json(Sample.Event("play")));
        using var unprefixed = await client.GetAsync(session);
        using var live = await client.GetAsync(prefix + "/health/live");
        using var lost = await client.PostAsync(prefix + "/api/v1/nothing", Sample.Json("{}"));

        Assert.StartsWith("/api/v1/sessions/", session);
        Assert.Equal([201, 204, 200, 200, 404], new[] { start, play, unprefixed, live, lost }.Select(answer => (int)answer.StatusCode));
        lost.AssertCors();
    }

    [Theory]
    [InlineData("PATCH", "/api/v1/sessions", "GET, POST, OPTIONS")]
    [InlineData("PUT", "/api/v1/sessions/", "GET, POST, OPTIONS")]
    [InlineData("DELETE", "/api/v1/sessions/x/events", "POST, OPTIONS")]
    [InlineData("GET", "/api/v1/downloaded", "POST, OPTIONS")]
    [InlineData("POST", "/api/v1/schemas/ping", "GET, HEAD, OPTIONS")]
    [InlineData("POST", "/api/v1/sessions/x", "GET, HEAD")]
    public async Task A_method_that_is_not_for_a_path_is_405_with_Allow(string method, string path, string allowed)
    {
        using var answer = await _client.SendAsync(new(new HttpMethod(method), path));

        await answer.AssertProblem(405);
        Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow));
    }

    [Fact]
    public async Task A_path_of_nobody_says_where_to_go()
    {
        using var answer = await _client.GetAsync("/index.php");

        await answer.AssertProblem(404);
        Assert.Contains("/docs", await answer.Content.ReadAsStringAsync());
        answer.AssertNoCors();
    }

    /// <summary>With the host before it: two slashes at the beginning alone would be one.</summary>
    private Task<HttpResponseMessage> Ask(HttpMethod method, string path, string? body = null) =>
        _client.SendAsync(new(method, new Uri("http://localhost" + path)) { Content = body is null ? null : Sample.Json(body) });
}
