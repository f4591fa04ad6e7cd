using Orleans;
using Orleans.Runtime;

namespace SessionGrains.Cluster.Tests;

/// <summary>Sees on which silo each session is, as a client of the cluster under test.</summary>
internal sealed class Spread : IAsyncDisposable
{
    private readonly IHost _host;

    private Spread(IHost host) => _host = host;

    public static async Task<Spread> OfAsync(string folder)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("Cluster:Mode", "Localhost"), new("Cluster:Directory", folder)]);
        builder.AddSessionClient();
        var host = builder.Build();
        await host.StartAsync();
        await Deadline.UntilAsync(() => host.Services.GetRequiredService<ClusterReach>().IsReached, () => "the cluster was not reached");
        return new Spread(host);
    }

    /// <summary>Number of sessions by the port of their silo.</summary>
    public async Task<IReadOnlyDictionary<int, int>> CountAsync()
    {
        var management = _host.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0);
        var activations = await management.GetDetailedGrainStatistics();
        return activations
            .Where(static activation => activation.GrainId.Type == GrainType.Create("session"))
            .GroupBy(static activation => activation.SiloAddress.Endpoint.Port)
            .ToDictionary(static silo => silo.Key, static silo => silo.Count());
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
