namespace SessionGrains.Api.Tests;

/// <summary>A front door whose places to work are all taken, because sessions do not answer: Media Edge clients stand in the same queue as all others.</summary>
public sealed class EdgeBusyTests : IAsyncLifetime, IDisposable
{
    private const int Places = 8;
    private const string Origin = "https://player.example";

    private static readonly string Session = new('0', 64);

    private readonly TaskCompletionSource _work = new();
    private readonly SemaphoreSlim _begun = new(0);
    private readonly List<Task<HttpResponseMessage>> _working = [];
    private Server _server = null!;
    private HttpClient _client = null!;

    public Task InitializeAsync()
    {
        _server = new Server().With("Door:MaxConcurrentRequests", $"{Places}").With("Proxy:Trusted", "127.0.0.1").With(services => services.AddSingleton<ISessions>(new FakeSessions(_ =>
        {
            _begun.Release();
            return _work.Task;
        })));
        _client = _server.Ask();
        _client.DefaultRequestHeaders.Add("Origin", Origin);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Pings_are_refused_first_then_other_events_and_starts_wait()
    {
        // From many addresses, none of which has more than its share.
        for (var i = 0; i < Places; i++)
            await Begin("ping", $"192.0.2.{i}");
        using var ping = await Send("ping", "192.0.2.20");
        await Begin("play", "192.0.2.21");
        using var play = await Send("play", "192.0.2.22");
        var start = Post("sessionStart", Xdm.Start(), "192.0.2.23");
        await Deadline.UntilAsync(() => Limiter.Waiting == 1);
        _work.SetResult();

        Assert.Equal(200, (int)(await start).StatusCode);
        Assert.All(await Task.WhenAll(_working), static answer => Assert.Equal(204, (int)answer.StatusCode));
        AssertRefused(ping, 503);
        AssertRefused(play, 503);
        Assert.Equal(0, Limiter.AtWork);
    }

    [Fact]
    public async Task Beyond_its_share_an_address_is_429_and_another_is_served()
    {
        for (var i = 0; i < Places / 2; i++)
            await Begin("play", "192.0.2.1");

        using var play = await Send("play", "192.0.2.1");
        using var start = await Post("sessionStart", Xdm.Start(), "192.0.2.1");
        await Begin("play", "192.0.2.2");
        _work.SetResult();

        AssertRefused(play, 429);
        AssertRefused(start, 429);
        Assert.All(await Task.WhenAll(_working), static answer => Assert.Equal(204, (int)answer.StatusCode));
    }

    private WorkLimiter Limiter => _server.Services.GetRequiredService<WorkLimiter>();

    private async Task Begin(string type, string address)
    {
        _working.Add(Send(type, address));
        await _begun.WaitAsync();
    }

    private Task<HttpResponseMessage> Send(string type, string address) => Post(type, Xdm.Event(Session, type, 1), address);

    private Task<HttpResponseMessage> Post(string type, string body, string address) =>
        _client.SendAsync(new(HttpMethod.Post, Xdm.Path(type)) { Content = Sample.Json(body), Headers = { { "X-Forwarded-For", address } } });

    /// <summary>With what a client needs to send it again, and readable by a browser.</summary>
    private static void AssertRefused(HttpResponseMessage answer, int status) =>
        Assert.Equal((status, "1", Origin, "true"), ((int)answer.StatusCode, answer.Header("Retry-After"), answer.Header("Access-Control-Allow-Origin"), answer.Header("Access-Control-Allow-Credentials")));

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    public void Dispose() => _begun.Dispose();
}
