namespace SessionGrains.Api.Tests;

public sealed class OperatorSessionTests(OperatorSessionTests.Doors doors) : IClassFixture<OperatorSessionTests.Doors>
{
    private const string Key = "correct-horse-battery-staple";
    private const string Path = "/api/v1/operator/session";

    private static readonly IPAddress Elsewhere = IPAddress.Parse("10.0.0.7");

    /// <summary>Front doors that differ in their key alone.</summary>
    public sealed class Doors : IDisposable
    {
        public FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

        public Server Keyed { get; }

        public Server Replica { get; }

        public Server Rekeyed { get; }

        public Server Keyless { get; } = new() { Peer = Elsewhere };

        public Doors()
        {
            Keyed = Locked(Key);
            Replica = Locked(Key);
            Rekeyed = Locked(Key + "2");
        }

        public void Dispose()
        {
            foreach (var server in new[] { Keyed, Replica, Rekeyed, Keyless })
                server.Dispose();
        }

        private Server Locked(string key) => new Server { Peer = Elsewhere }
            .With("Operator:ApiKey", key)
            .With(services => services.AddKeyedSingleton<TimeProvider>(FrontDoorClock.Key, Time));
    }

    [Fact]
    public async Task The_key_is_traded_for_a_cookie_that_works_on_every_front_door_until_the_key_changes()
    {
        var cookie = await Trade(doors.Keyed);

        Assert.DoesNotContain(Key, cookie);
        Assert.Equal((200, """{"access":"cookie"}"""), await Access(doors.Keyed, cookie));
        Assert.Equal((200, """{"access":"cookie"}"""), await Access(doors.Replica, cookie));
        Assert.Equal(401, (await Access(doors.Rekeyed, cookie)).Status);
    }

    [Fact]
    public async Task The_cookie_is_hidden_from_scripts_and_from_other_sites()
    {
        using var plain = await Post(doors.Keyed, Body(Key));

        Assert.Equal(204, (int)plain.StatusCode);
        plain.AssertNoCors();
        Assert.Equal(["max-age=43200", "path=/", "samesite=strict", "httponly"], Traits(plain));
    }

    [Theory]
    [InlineData("10.0.0.0/8", "https", true)]
    [InlineData("10.0.0.0/8", "http, https", true)]
    [InlineData("10.0.0.0/8", "http", false)]
    [InlineData("10.0.0.0/8", "httpsx", false)]
    [InlineData("10.1.0.0/16", "https", false)]
    public async Task It_is_Secure_where_a_trusted_proxy_says_that_the_outside_is_https(string trusted, string said, bool secure)
    {
        using var server = new Server { Peer = Elsewhere }.With("Operator:ApiKey", Key).With("Proxy:Trusted", trusted);
        using var answer = await Post(server, Body(Key), "X-Forwarded-Proto", said);

        Assert.Equal(204, (int)answer.StatusCode);
        Assert.Equal(secure, Traits(answer).Contains("secure"));
    }

    [Fact]
    public async Task Below_a_path_base_the_cookie_stays_there()
    {
        using var server = new Server { Peer = Elsewhere }.With("Operator:ApiKey", Key).With("PathBase", "/tracking");
        using var given = await server.Ask().PostAsync("/tracking" + Path, Sample.Json(Body(Key)));
        using var taken = await server.Ask().DeleteAsync("/tracking" + Path);

        Assert.Contains("path=/tracking", Traits(given));
        Assert.Contains("path=/tracking", Traits(taken));
    }

    [Fact]
    public async Task The_cookie_ends_after_twelve_hours()
    {
        var cookie = await Trade(doors.Keyed);

        doors.Time.Advance(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(1));
        var before = await Access(doors.Keyed, cookie);
        doors.Time.Advance(TimeSpan.FromSeconds(1));
        var after = await Access(doors.Keyed, cookie);

        Assert.Equal((200, 401), (before.Status, after.Status));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("operator.9999999999.")]
    [InlineData("operator.9999999999.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("nobody.9999999999.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("operator.9999999999.c2lnbmF0dXJl.c2ln")]
    [InlineData("operator.9999999999.not base64")]
    [InlineData("9999999999.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("correct-horse-battery-staple")]
    public async Task A_cookie_that_nobody_gave_is_worth_nothing_and_is_told_so(string forged)
    {
        var (status, body) = await Access(doors.Keyed, "session-grains-operator=" + forged);

        Assert.Equal(401, status);
        Assert.Contains("of another server", body);
    }

    [Fact]
    public async Task A_cookie_cannot_be_made_to_last_longer()
    {
        var cookie = await Trade(doors.Keyed);
        var end = cookie.Split('.')[1];

        Assert.Equal(401, (await Access(doors.Keyed, cookie.Replace(end, "9999999999", StringComparison.Ordinal))).Status);
    }

    [Theory]
    [InlineData("{\"key\":\"wrong-horse-battery-staple\"}", 401)]
    [InlineData("{\"key\":\"\"}", 401)]
    [InlineData("{\"key\":7}", 400)]
    [InlineData("{\"key\":\"\\ud800\"}", 400)]
    [InlineData("{}", 400)]
    [InlineData("[]", 400)]
    [InlineData("correct-horse-battery-staple", 400)]
    [InlineData("", 400)]
    public async Task What_is_not_the_key_gets_no_cookie(string body, int status)
    {
        using var answer = await Post(doors.Keyed, body);

        await answer.AssertProblem(status);
        answer.AssertNoCors();
        Assert.Equal(status == 401, answer.Headers.WwwAuthenticate.Count > 0);
        Assert.Null(answer.Header("Set-Cookie"));
    }

    [Fact]
    public async Task A_body_without_end_is_refused()
    {
        using var answer = await Post(doors.Keyed, Body(new string('x', 2_000_000)));

        Assert.Equal(413, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Giving_the_cookie_back_deletes_it()
    {
        using var answer = await doors.Keyed.Ask().DeleteAsync(Path);

        Assert.Equal(204, (int)answer.StatusCode);
        Assert.StartsWith("session-grains-operator=; expires=Thu, 01 Jan 1970", answer.Header("Set-Cookie"));
    }

    [Fact]
    public async Task Whoever_sends_the_key_is_told_so()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.Headers.Authorization = new("Bearer", Key);
        using var answer = await doors.Keyed.Ask().SendAsync(request);

        Assert.Equal("""{"access":"key"}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal("no-store", answer.Header("Cache-Control"));
    }

    [Fact]
    public async Task Without_a_configured_key_this_machine_needs_no_cookie_and_others_are_told_what_to_set()
    {
        using var here = new Server();
        using var needless = await Post(here, Body("anything"));
        using var refused = await Post(doors.Keyless, Body("anything"));

        Assert.Equal((200, """{"access":"loopback"}"""), await Access(here, null));
        Assert.Equal(204, (int)needless.StatusCode);
        await refused.AssertProblem(403);
        Assert.Contains("Operator__ApiKey", await refused.Content.ReadAsStringAsync());
        Assert.Equal(403, (await Access(doors.Keyless, null)).Status);
    }

    private static string Body(string key) => $$"""{"key":"{{key}}"}""";

    private static async Task<HttpResponseMessage> Post(Server server, string body, string? header = null, string? value = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = Sample.Json(body) };
        if (header is not null)
            request.Headers.Add(header, value);
        return await server.Ask().SendAsync(request);
    }

    private static async Task<string> Trade(Server server)
    {
        using var answer = await Post(server, Body(Key));
        return answer.Header("Set-Cookie")!.Split(';')[0];
    }

    private static string[] Traits(HttpResponseMessage answer) => [.. answer.Header("Set-Cookie")!.Split("; ").Skip(1)];

    private static async Task<(int Status, string Body)> Access(Server server, string? cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);
        using var answer = await server.Ask().SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
