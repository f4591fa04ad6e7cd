using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SessionGrains.Api.Tests.Http;

public sealed class HealthTests
{
    [Fact]
    public async Task Ready_names_what_a_2xx_promises()
    {
        await using var server = new Server();
        var ready = JsonNode.Parse(await server.Ask().GetStringAsync("/health/ready"))!;

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
