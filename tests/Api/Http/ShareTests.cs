using SessionGrains.Api.Callers.Shares;

namespace SessionGrains.Api.Tests;

/// <summary>A front door of which one address has its share, because sessions do not answer.</summary>
public sealed class ShareTests : IAsyncLifetime, IDisposable
{
    private const int Places = 8;

    private readonly TaskCompletionSource _work = new();
    private readonly SemaphoreSlim _begun = new(0);
    private readonly List<Task<HttpResponseMessage>> _working = [];
    private readonly LoggedLines _log = new();
    private Server _server = null!;
    private HttpClient _client = null!;

    private static string Session => "/api/v1/sessions/" + new string('0', 64);

    public Task InitializeAsync()
    {
        _server = new Server().With("Door:MaxConcurrentRequests", $"{Places}").With("Proxy:Trusted", "127.0.0.1").With(services => services.AddSingleton<ILoggerProvider>(_log)).With(services => services.AddSingleton<ISessions>(new FakeSessions(_ =>
        {
            _begun.Release();
            return _work.Task;
        })));
        _client = _server.Ask();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", "192.0.2.2")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2::ffff", "2001:db8:2::1")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", "192.0.2.2")]
    public async Task Beyond_its_share_an_address_is_429_and_another_is_served(string flooder, string flooderAgain, string other)
    {
        _server.Peer = IPAddress.Parse(flooder);
        await FloodAsync(_client);

        _server.Peer = IPAddress.Parse(flooderAgain);
        await AssertLimitedAsync(_client);

        _server.Peer = IPAddress.Parse(other);
        await ServeAsync(_client);
    }

    [Fact]
    public async Task The_log_names_an_address_that_is_refused_ten_times_a_minute_at_most()
    {
        _server.Peer = IPAddress.Parse("192.0.2.1");
        await FloodAsync(_client);
        for (var i = 0; i < 10; i++)
            await AssertLimitedAsync(_client);

        var lines = _log.Lines.Where(static line => line.Contains(nameof(RateLimitLog), StringComparison.Ordinal)).ToArray();
        Assert.Equal(10, lines.Length);
        Assert.All(lines, static line => Assert.Contains("192.0.2.1 was refused: it has its share of work", line));
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_it_is_the_client_that_has_a_share()
    {
        using var flooder = _server.Ask();
        flooder.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.1");
        _client.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.2");
        await FloodAsync(flooder);

        await AssertLimitedAsync(flooder);
        await ServeAsync(_client);
    }

    /// <summary>As much as nobody is limited for: half of the places.</summary>
    private async Task FloodAsync(HttpClient client)
    {
        for (var i = 0; i < Places / 2; i++)
            await BeginAsync(client);
    }

    private async Task BeginAsync(HttpClient client)
    {
        _working.Add(client.Send(Session, Sample.Event("play")));
        await _begun.WaitAsync();
    }

    private static async Task AssertLimitedAsync(HttpClient client)
    {
        using var limited = await client.Send(Session, Sample.Event("play"));
        using var start = await client.PostAsync("/api/v1/sessions", Sample.Json(Sample.Start));
        foreach (var answer in new[] { limited, start })
        {
            await answer.AssertProblem(429);
            Assert.Equal("1", answer.Header("Retry-After"));
            answer.AssertCors();
        }
    }

    private async Task ServeAsync(HttpClient client)
    {
        await BeginAsync(client);
        _work.SetResult();
        Assert.All(await Task.WhenAll(_working), static answer => Assert.Equal(204, (int)answer.StatusCode));
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    public void Dispose()
    {
        _begun.Dispose();
        _log.Dispose();
    }
}
