using System.Net.Http.Headers;

namespace SessionGrains.Api.Tests;

public sealed class OperatorRuleTests(Server open, OperatorRuleTests.LockedServer locked) : IClassFixture<Server>, IClassFixture<OperatorRuleTests.LockedServer>
{
    private const string Key = "correct-horse-battery-staple";

    private static int _peers;

    private static readonly string Nobody = "/api/v1/sessions/" + new string('0', 64);

    /// <summary>A server with an operator key.</summary>
    public sealed class LockedServer : IDisposable
    {
        public Server Server { get; } = new Server().With("Operator:ApiKey", Key);

        public void Dispose() => Server.Dispose();
    }

    [Theory]
    [InlineData("127.0.0.1", "localhost", null, 404)]
    [InlineData("127.0.0.1", "localhost:8080", null, 404)]
    [InlineData("127.0.0.1", "LOCALHOST", null, 404)]
    [InlineData("127.0.0.1", "127.0.0.1", null, 404)]
    [InlineData("::1", "[::1]:8080", null, 404)]
    [InlineData("::ffff:127.0.0.1", "localhost", null, 404)]
    [InlineData("10.0.0.7", "localhost", null, 403)]
    [InlineData("::ffff:10.0.0.7", "localhost", null, 403)]
    [InlineData(null, "localhost", null, 403)]
    [InlineData("127.0.0.1", "tracking.example.com", null, 403)]
    [InlineData("127.0.0.1", "localhost.evil.example", null, 403)]
    [InlineData("127.0.0.1", "127.0.0.1.evil.example", null, 403)]
    [InlineData("127.0.0.1", "localhost", "Forwarded", 403)]
    [InlineData("127.0.0.1", "localhost", "X-Forwarded-For", 403)]
    [InlineData("127.0.0.1", "localhost", "X-Forwarded-Host", 403)]
    [InlineData("127.0.0.1", "localhost", "x-forwarded-proto", 403)]
    [InlineData("127.0.0.1", "localhost", "X-Real-IP", 403)]
    [InlineData("127.0.0.1", "localhost", "Via", 403)]
    public async Task In_Development_without_a_key_only_this_machine_reads(string? peer, string host, string? forwarding, int status)
    {
        open.Peer = peer is null ? null : IPAddress.Parse(peer);
        using var request = new HttpRequestMessage(HttpMethod.Get, Nobody);
        request.Headers.Host = host;
        if (forwarding is not null)
            Assert.True(request.Headers.TryAddWithoutValidation(forwarding, "10.0.0.7"));

        using var answer = await open.Ask().SendAsync(request);

        await answer.AssertProblem(status);
        answer.AssertNoCors();
        if (status == 403)
            Assert.Contains("Operator__ApiKey", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("Bearer correct-horse-battery-staple", 404)]
    [InlineData("bearer correct-horse-battery-staple", 404)]
    [InlineData("Bearer  correct-horse-battery-staple ", 404)]
    [InlineData("Bearer wrong-horse-battery-staple", 401)]
    [InlineData("Bearer correct-horse-battery-stapler", 401)]
    [InlineData("Bearer ", 401)]
    [InlineData("Bearer", 401)]
    [InlineData("Basic b3BlcmF0b3I6Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5LXN0YXBsZQ==", 404)]
    [InlineData("basic OmNvcnJlY3QtaG9yc2UtYmF0dGVyeS1zdGFwbGU=", 404)]
    [InlineData("Basic b3BlcmF0b3I6d3JvbmctaG9yc2UtYmF0dGVyeS1zdGFwbGU=", 401)]
    [InlineData("Basic Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5LXN0YXBsZQ==", 401)]
    [InlineData("Basic correct-horse-battery-staple", 401)]
    [InlineData("Basic", 401)]
    [InlineData("correct-horse-battery-staple", 401)]
    [InlineData(null, 401)]
    public async Task With_a_key_whoever_has_it_reads_from_anywhere_and_nobody_else(string? authorization, int status)
    {
        // An address of its own for each: after some wrong keys an address has to wait.
        locked.Server.Peer = IPAddress.Parse($"10.0.0.{Interlocked.Increment(ref _peers)}");
        using var request = new HttpRequestMessage(HttpMethod.Get, Nobody);
        if (authorization is not null)
            Assert.True(request.Headers.TryAddWithoutValidation("Authorization", authorization));

        using var answer = await locked.Server.Ask().SendAsync(request);

        await answer.AssertProblem(status);
        answer.AssertNoCors();
        Assert.Equal(status == 401 ? ["Bearer", "Basic"] : [], answer.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme));
    }

    [Theory]
    [InlineData(null, "curl/8.14", "*/*", "Bearer Basic")]
    [InlineData("navigate", "Mozilla/5.0 (X11)", "text/html,*/*;q=0.8", "Bearer Basic")]
    [InlineData(null, "Mozilla/5.0 (X11)", "text/html,*/*;q=0.8", "Bearer Basic")]
    [InlineData("cors", "Mozilla/5.0 (X11)", "*/*", "Bearer")]
    [InlineData("same-origin", "Mozilla/5.0 (X11)", "text/html", "Bearer")]
    [InlineData(null, "Mozilla/5.0 (X11)", "text/event-stream", "Bearer")]
    [InlineData(null, "Mozilla/5.0 (X11)", "*/*", "Bearer")]
    public async Task A_browser_hears_of_Basic_only_where_its_password_dialog_is_right(string? mode, string agent, string accept, string schemes)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Nobody);
        request.Headers.UserAgent.ParseAdd(agent);
        request.Headers.Accept.ParseAdd(accept);
        if (mode is not null)
            request.Headers.Add("Sec-Fetch-Mode", mode);

        using var answer = await locked.Server.Ask().SendAsync(request);

        await answer.AssertProblem(401);
        Assert.Equal(schemes.Split(' '), answer.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme));
        Assert.Equal(AuthenticationHeaderValue.Parse("Bearer realm=\"operators\""), answer.Headers.WwwAuthenticate.First());
    }

    [Fact]
    public async Task Two_keys_are_no_key()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Nobody);
        Assert.True(request.Headers.TryAddWithoutValidation("Authorization", ["Bearer " + Key, "Bearer other"]));

        using var answer = await locked.Server.Ask().SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("two Authorization headers", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Players_and_health_need_no_key_from_anywhere()
    {
        locked.Server.Peer = IPAddress.Parse("10.0.0.7");
        var client = locked.Server.Ask();

        var session = await client.OpenSession();
        using var played = await client.Send(session, Sample.Event("play"));
        using var live = await client.GetAsync("/health/live");
        using var schema = await client.GetAsync("/api/v1/schemas/ping");

        Assert.Equal([204, 200, 200], new[] { played, live, schema }.Select(answer => (int)answer.StatusCode));
    }
}
