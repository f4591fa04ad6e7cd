using Microsoft.AspNetCore.Connections;

namespace SessionGrains.Cluster.Tests;

public sealed class TakenAddressTests
{
    /// <summary>Of two processes that start at the same moment, both find an address free before the start.</summary>
    [Fact]
    public async Task An_address_that_another_process_takes_during_the_start_refuses_it()
    {
        var code = await SessionGrainsHost.RunAsync(static () =>
        {
            var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
            builder.Services.AddHostedService<TakenAddress>();
            return builder.Build();
        });

        Assert.Equal(1, code);
    }

    /// <summary>Fails as Kestrel does.</summary>
    private sealed class TakenAddress : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) =>
            Task.FromException(new IOException("Failed to bind to address http://127.0.0.1:8080: address already in use.", new AddressInUseException("Address already in use")));

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
