using Microsoft.Extensions.Hosting;
using SessionGrains.Api.Health;
using SessionGrains.Rooms;
using SessionGrains.Stores;
using SessionGrains.Timeouts;

namespace SessionGrains.Api.Tests;

public sealed class HealthTests
{
    [Fact]
    public async Task Ready_names_what_a_2xx_promises()
    {
        await using var server = new Server();
        var ready = JsonNode.Parse(await server.Ask().GetStringAsync("/health/ready"))!;

        Assert.Equal(BuiltVersion.Text, (string?)ready["version"]);
        ready.AsObject().Remove("version");
        Assert.Equal("""{"status":"ready","clusterMode":"Embedded","storage":"Memory","durability":"EveryEvent"}""", ready.ToJsonString());
    }

    [Fact]
    public async Task A_process_that_stops_is_alive_and_not_ready()
    {
        var holding = new Holding();
        await using var server = new Server().With(services => services.AddSingleton<IHostedService>(holding));
        var client = server.Ask();
        using var before = await client.GetAsync("/health/ready");

        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        using var live = await client.GetAsync("/health/live");
        using var ready = await client.GetAsync("/health/ready");
        holding.LetGo();

        Assert.Equal([200, 200, 503], new[] { before, live, ready }.Select(answer => (int)answer.StatusCode));
    }

    [Fact]
    public async Task A_process_whose_store_refuses_is_alive_and_not_ready()
    {
        await using var server = new Server().With(services => services.AddSingleton<IDeadlineIndex>(new RefusingIndex()));
        var client = server.Ask();

        using var live = await client.GetAsync("/health/live");
        using var ready = await client.GetAsync("/health/ready");

        Assert.Equal(200, (int)live.StatusCode);
        Assert.Equal(503, (int)ready.StatusCode);
        Assert.Equal("store refuses", (string?)JsonNode.Parse(await ready.Content.ReadAsStringAsync())!["status"]);
    }

    [Theory]
    [InlineData(15, "ready, starts refused: store tight")]
    [InlineData(1, "ready, starts and growth refused: store full")]
    public async Task A_store_that_has_little_room_leaves_its_process_ready_for_the_sessions_it_has(long freePercent, string status)
    {
        await using var server = new Server();
        var client = server.Ask();
        server.Services.GetRequiredService<StoreRoom>().Record(new RoomSample(freePercent << 20, 100 << 20));

        using var ready = await client.GetAsync("/health/ready");

        Assert.Equal(200, (int)ready.StatusCode);
        Assert.Equal(status, (string?)JsonNode.Parse(await ready.Content.ReadAsStringAsync())!["status"]);
    }

    [Fact]
    public async Task A_server_that_is_told_to_stop_serves_on_for_the_drain_delay()
    {
        var clock = new FakeTimeProvider();
        await using var server = new Server().With("Shutdown:DrainDelay", "00:00:05").With("Shutdown:Timeout", "00:00:06").With(services => services.AddKeyedSingleton<TimeProvider>(FrontDoorClock.Key, clock));
        var client = server.Ask();
        var session = await client.OpenSession();
        var lifetime = server.Services.GetRequiredService<IHostApplicationLifetime>();
        var stopped = new TaskCompletionSource();
        lifetime.ApplicationStopped.Register(stopped.SetResult);

        lifetime.StopApplication();
        using var ready = await client.GetAsync("/health/ready");
        using var served = await client.Send(session, Sample.Event("play"));
        Assert.False(stopped.Task.IsCompleted);
        while (!stopped.Task.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(5));
            await Task.WhenAny(stopped.Task, Task.Delay(50));
        }

        Assert.Equal(503, (int)ready.StatusCode);
        Assert.Equal(204, (int)served.StatusCode);
    }

    [Fact]
    public async Task The_health_check_of_an_image_asks_the_server_that_the_same_settings_make()
    {
        using var server = new RealServer();

        Assert.Equal(0, await HealthProbe.TryRunAsync(["--healthcheck", $"--urls={server.Address}"]));
        Assert.Equal(1, await HealthProbe.TryRunAsync(["--healthcheck", "--urls=http://127.0.0.1:1"]));
        Assert.Null(await HealthProbe.TryRunAsync(["--urls=http://127.0.0.1:1"]));
    }

    private sealed class RefusingIndex : IDeadlineIndex
    {
        public ValueTask<IReadOnlyList<string>> DueAsync(long nowMs, int limit, CancellationToken cancellationToken) => throw new StoreUnavailableException("disk full");

        public ValueTask CorrectAsync(IReadOnlyList<DeadlineCorrection> corrections, CancellationToken cancellationToken) => throw new StoreUnavailableException("disk full");
    }

    /// <summary>Keeps the host from stopping altogether until a test has seen enough.</summary>
    private sealed class Holding : IHostedService, IHostedLifecycleService
    {
        private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void LetGo() => _enough.SetResult();

        public Task StoppingAsync(CancellationToken cancellationToken) => _enough.Task;

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
