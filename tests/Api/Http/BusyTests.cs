namespace SessionGrains.Api.Tests;

/// <summary>A front door whose places to work are all taken, because sessions do not answer.</summary>
public sealed class BusyTests : IAsyncLifetime, IDisposable
{
    private const int Places = 8;

    private readonly TaskCompletionSource _work = new();
    private readonly SemaphoreSlim _begun = new(0);
    private readonly List<Task<HttpResponseMessage>> _working = [];
    private Server _server = null!;
    private HttpClient _client = null!;

    private static string Session => "/api/v1/sessions/" + new string('0', 64);

    public Task InitializeAsync()
    {
        _server = new Server().FromEverywhere().With("Door:MaxConcurrentRequests", $"{Places}").With(services => services.AddSingleton<ISessions>(new FakeSessions(_ =>
        {
            _begun.Release();
            return _work.Task;
        })));
        _client = _server.Ask();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Pings_are_refused_first_then_other_events_and_starts_wait()
    {
        for (var i = 0; i < Places; i++)
            await Begin("ping");
        using var ping = await _client.Send(Session, Sample.Event("ping"));
        await Begin("play");
        using var play = await _client.Send(Session, Sample.Event("play"));
        var start = _client.PostAsync("/api/v1/sessions", Sample.Json(Sample.Start));
        var downloaded = _client.PostAsync("/api/v1/downloaded", Sample.Json(Sample.Downloaded(null)));
        await Deadline.UntilAsync(() => Limiter.Waiting == 2);
        using var preflight = await _client.SendAsync(new(HttpMethod.Options, "/api/v1/sessions"));
        using var invalid = await _client.Send(Session, "{}");
        using var schema = await _client.GetAsync("/api/v1/schemas/ping");
        _work.SetResult();

        Assert.Equal(201, (int)(await start).StatusCode);
        Assert.Equal(201, (int)(await downloaded).StatusCode);
        Assert.All(await Task.WhenAll(_working), static answer => Assert.Equal(204, (int)answer.StatusCode));
        Assert.Equal([204, 400, 200], new[] { preflight, invalid, schema }.Select(static answer => (int)answer.StatusCode));
        foreach (var refused in new[] { ping, play })
        {
            await refused.AssertProblem(503);
            Assert.Equal("1", refused.Header("Retry-After"));
            refused.AssertCors();
            Assert.Contains("more requests than it can answer", await refused.Content.ReadAsStringAsync());
        }

        Assert.Equal(0, Limiter.AtWork);
    }

    [Fact]
    public async Task A_start_that_gets_no_place_is_503_within_five_seconds()
    {
        for (var i = 0; i <= Places; i++)
            await Begin("play");
        var began = Stopwatch.GetTimestamp();

        using var start = await _client.PostAsync("/api/v1/sessions", Sample.Json(Sample.Start));

        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 3.5, 5);
        await start.AssertProblem(503);
        Assert.Equal("1", start.Header("Retry-After"));
        start.AssertCors();
        _work.SetResult();
        using var next = await _client.PostAsync("/api/v1/sessions", Sample.Json(Sample.Start));
        Assert.Equal(201, (int)next.StatusCode);
    }

    private WorkLimiter Limiter => _server.Services.GetRequiredService<WorkLimiter>();

    private async Task Begin(string type)
    {
        _working.Add(_client.Send(Session, Sample.Event(type)));
        await _begun.WaitAsync();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    public void Dispose() => _begun.Dispose();
}
