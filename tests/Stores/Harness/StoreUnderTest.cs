using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using SessionGrains.Exports;
using SessionGrains.Rooms;
using SessionGrains.Sessions;
using SessionGrains.Silo.Redis;
using SessionGrains.Silo.Storage.GroupCommit;
using SessionGrains.Silo.Storage.Redis;
using SessionGrains.Silo.Storage.Sqlite;
using StackExchange.Redis;

namespace SessionGrains.Stores.Tests;

/// <summary>A group-commit store without a silo around it, over a database that outlives it.</summary>
internal sealed class StoreUnderTest : IAsyncDisposable
{
    private readonly Func<ISessionStoreBackend> _backend;
    private readonly GroupCommitLimits _limits;
    private readonly TimeProvider _clock;
    private readonly Func<ValueTask> _removeDatabase;
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddMetrics()
        .AddSerializer(serializer => serializer.AddAssembly(typeof(TestRecord).Assembly).AddAssembly(typeof(StartRecord).Assembly))
        .BuildServiceProvider();

    private StoreUnderTest(Func<ISessionStoreBackend> backend, GroupCommitLimits? limits, TimeProvider? clock, Func<ValueTask> removeDatabase) =>
        (_backend, _limits, _clock, _removeDatabase) = (backend, limits ?? new GroupCommitLimits(), clock ?? TimeProvider.System, removeDatabase);

    public GatedBackend Backend { get; private set; } = null!;

    public GroupCommitStorage Storage { get; private set; } = null!;

    public static async Task<StoreUnderTest> SqliteAsync(SqliteStoreOptions? options = null, GroupCommitLimits? limits = null, TimeProvider? clock = null, ReportsOptions? reports = null, ReportHolds? holds = null)
    {
        var folder = Directory.CreateTempSubdirectory("sg-sqlite-").FullName;
        options ??= new SqliteStoreOptions();
        if (options.Path == new SqliteStoreOptions().Path)
            options.Path = Path.Combine(folder, "sessions.db");
        return await OpenAsync(new StoreUnderTest(
            () => new SqliteSessionStore(options, reports ?? new ReportsOptions(), Room(), new NoRelief(), clock ?? TimeProvider.System, NullLogger<SqliteSessionStore>.Instance, holds: holds),
            limits,
            clock,
            () =>
            {
                Directory.Delete(folder, recursive: true);
                return ValueTask.CompletedTask;
            }));
    }

    public static async Task<StoreUnderTest> RedisAsync(
        RedisProcess redis, int partitions = 1, GroupCommitLimits? limits = null, TimeProvider? clock = null, ReportsOptions? reports = null, string serviceId = "test", ReportHolds? holds = null)
    {
        var connection = new Lazy<IConnectionMultiplexer>(() => RedisServer.Connect(RedisServer.Parse(redis.ConnectionString)));
        return await OpenAsync(new StoreUnderTest(
            () => new RedisSessionStore(
                () => connection.Value, new RedisStoreOptions { Partitions = partitions }, serviceId, reports ?? new ReportsOptions(), Room(), new NoRelief(), clock ?? TimeProvider.System, NullLogger<RedisSessionStore>.Instance, holds: holds),
            limits,
            clock,
            () => connection.Value.DisposeAsync()));
    }

    /// <summary>As a new process would find the database.</summary>
    public async Task ReopenAsync()
    {
        await CloseAsync();
        await OpenAsync(this);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await _removeDatabase();
        await _services.DisposeAsync();
    }

    private static async Task<StoreUnderTest> OpenAsync(StoreUnderTest store)
    {
        store.Backend = new GatedBackend(store._backend());
        store.Storage = new GroupCommitStorage(
            store.Backend, store._services.GetRequiredService<Serializer>(), store._services.GetRequiredService<IActivatorProvider>(), store._limits,
            new CommitMetrics(store._services.GetRequiredService<IMeterFactory>()), store._clock);
        await store.Storage.OpenAsync(CancellationToken.None);
        return store;
    }

    private static StoreRoom Room() => new(Options.Create(new StoreRoomOptions()), NullLogger<StoreRoom>.Instance);

    private async Task CloseAsync()
    {
        await Storage.DisposeAsync();
        await Backend.DisposeAsync();
    }
}
