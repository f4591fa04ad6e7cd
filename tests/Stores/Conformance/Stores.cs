using Orleans.Hosting;
using Orleans.TestingHost;
using SessionGrains.Silo.Redis;
using SessionGrains.Silo.Storage;
using StackExchange.Redis;

namespace SessionGrains.Stores.Tests;

public sealed class SqliteStore : DurableConformance
{
    private protected override Task<StoreUnderTest> OpenAsync() => StoreUnderTest.SqliteAsync();
}

[NeedsRedis]
public sealed class RedisStore : DurableConformance
{
    private RedisProcess? _redis;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _redis!.DisposeAsync();
    }

    private protected override async Task<StoreUnderTest> OpenAsync() => await StoreUnderTest.RedisAsync(_redis = await RedisProcess.StartAsync());
}

/// <summary>On a Redis Cluster (of one node), which refuses a script whose keys are not all in one hash slot. One for all tests: it takes 2 s to form.</summary>
[NeedsRedis]
public sealed class RedisClusterStore(RedisClusterServer server) : DurableConformance, IClassFixture<RedisClusterServer>
{
    private protected override async Task<StoreUnderTest> OpenAsync() =>
        await StoreUnderTest.RedisAsync(await server.RedisAsync(), partitions: 4, serviceId: Guid.NewGuid().ToString("N"));
}

/// <summary>Orleans' own stores, which need a silo.</summary>
public abstract class OrleansStoreConformance : StoreConformance
{
    private InProcessTestCluster? _cluster;

    private protected sealed override IGrainStorage Storage => _cluster!.Silos[0].ServiceProvider.GetRequiredKeyedService<IGrainStorage>(StoredRecordNames.StorageName);

    private protected IServiceProvider Services => _cluster!.Silos[0].ServiceProvider;

    public override async Task InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        (builder.Options.ServiceId, builder.Options.ClusterId) = ("stores", "stores");
        builder.ConfigureSilo((_, silo) => Configure(silo));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public override async Task DisposeAsync() => await _cluster!.DisposeAsync();

    private protected abstract void Configure(ISiloBuilder silo);
}

public sealed class MemoryStore : OrleansStoreConformance
{
    [StoreFact]
    public async Task The_reports_of_the_memory_store_are_read_by_cursor()
    {
        var log = Services.GetRequiredService<Reports.IReportLog>();
        TestSession[] sessions = [new(), new()];
        foreach (var session in (TestSession[])[.. sessions, sessions[0]])
        {
            session.Record.Report = System.Text.Encoding.UTF8.GetBytes(session.Id);
            await session.WriteAsync(Storage, "closed");
        }

        var all = await log.ReadAsync(null, 10);
        Assert.Equal(sessions.Select(session => session.Id), all.Select(entry => entry.SessionId));
        foreach (var entry in all)
            Assert.Equal(entry, await log.ReadAgainAsync(entry.Cursor, entry.Stream));
        Assert.Null(await log.ReadAgainAsync("3", 0));
        foreach (var wrong in (string[])["first", "0", "01", "3"])
        {
            await Assert.ThrowsAsync<FormatException>(async () => await log.ReadAsync(wrong, 10));
        }

        Assert.Empty(await log.ReadAsync("2", 10));
        Assert.Equal([sessions[1].Id], (await log.ReadAsync(all[0].Cursor, 10)).Select(entry => System.Text.Encoding.UTF8.GetString(entry.Body)));
    }

    private protected override void Configure(ISiloBuilder silo) => silo.AddSessionStorage(StorageProvider.Memory);
}

[NeedsRedis]
public sealed class OrleansRedisStore : OrleansStoreConformance
{
    private RedisProcess? _redis;

    public override async Task InitializeAsync()
    {
        _redis = await RedisProcess.StartAsync();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _redis!.DisposeAsync();
    }

    [StoreFact]
    public async Task What_was_stored_is_there_after_a_restart()
    {
        var session = new TestSession();
        await session.WriteAsync(Storage, "one");
        await base.DisposeAsync();
        await base.InitializeAsync();

        Assert.Equal("one", await session.ReadContentAsync(Storage));
    }

    private protected override void Configure(ISiloBuilder silo)
    {
        silo.Services.AddSingleton(RedisServer.Connect(RedisServer.Parse(_redis!.ConnectionString)));
        silo.AddSessionStorage(StorageProvider.OrleansRedis);
    }
}
