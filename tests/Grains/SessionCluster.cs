using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.Configuration;
using Orleans.Storage;
using Orleans.TestingHost;
using SessionGrains.Sessions;

namespace SessionGrains.Grains.Tests;

/// <summary>Silos in this process on a clock that the test moves. Orleans' own housekeeping stays on the system's clock.</summary>
internal sealed class SessionCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private SessionCluster(InProcessTestCluster cluster, FakeTimeProvider time)
    {
        _cluster = cluster;
        Time = time;
    }

    public FakeTimeProvider Time { get; }

    public long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    public InProcessTestCluster Silos => _cluster;

    public static async Task<SessionCluster> Start(short silos = 1, Action<IServiceCollection>? configure = null)
    {
        var time = new FakeTimeProvider(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<TimeProvider>(time);
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            silo.Services.AddSessions();
            silo.Services.AddSingleton(new SessionStoreTraits(ForgetsByItself: false));
            silo.Services.AddSingleton<OrleansGrainStorageSerializer>();
            silo.AddMemoryGrainStorage(StoredRecordNames.StorageName, options => options
                .Configure<OrleansGrainStorageSerializer>((memory, serializer) => memory.GrainStorageSerializer = serializer));
            configure?.Invoke(silo.Services);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new(cluster, time);
    }

    public ISessionGrain Session(string id) => _cluster.Client.GetGrain<ISessionGrain>(id);

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();
}
