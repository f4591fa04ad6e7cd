using Orleans.TestingHost;
using SessionGrains.Erasure;
using SessionGrains.Exports;
using SessionGrains.Timeouts;

namespace SessionGrains.Grains.Tests;

/// <summary>Silos in this process on a clock that the test moves. Orleans' own housekeeping stays on the system's clock.</summary>
internal sealed class SessionCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private SessionCluster(InProcessTestCluster cluster, ObservedTime time, ControlledStorage storage)
    {
        _cluster = cluster;
        Time = time;
        Storage = storage;
    }

    public ObservedTime Time { get; }

    public long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    public InProcessTestCluster Silos => _cluster;

    /// <summary>The one store of all silos.</summary>
    public ControlledStorage Storage { get; }

    /// <param name="silos">How many.</param>
    /// <param name="durability">What is stored when.</param>
    /// <param name="mostOpen">Sessions that a silo takes.</param>
    /// <param name="onRealTime">On the system's clock instead, for what is judged against real time.</param>
    /// <param name="sinks">Where closed sessions go; null: nowhere.</param>
    /// <param name="storage">That of another cluster, as after a cut between silos; null: its own.</param>
    public static async Task<SessionCluster> Start(short silos = 1, SessionDurability durability = SessionDurability.EveryEvent, int? mostOpen = null, bool onRealTime = false, IExportSinks? sinks = null,
        ControlledStorage? storage = null)
    {
        var time = new ObservedTime(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        storage ??= new ControlledStorage { Time = onRealTime ? TimeProvider.System : time };
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(onRealTime ? TimeProvider.System : time);
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            if (sinks is not null)
                silo.Services.AddSingleton(sinks);
            silo.Services.AddSessions();
            silo.Services.AddErasure();
            silo.Services.Configure<SessionsOptions>(options => (options.Durability, options.MaxOpenPerSilo) = (durability, mostOpen));
            silo.Services.AddSingleton(new SessionStoreTraits(RemovesExpired: false));
            silo.Services.AddSingleton(storage);
            silo.Services.AddKeyedSingleton<IGrainStorage>(StoredRecordNames.StorageName, (services, _) => services.GetRequiredService<ControlledStorage>());
            silo.Services.AddSingleton<IDeadlineIndex>(services => services.GetRequiredService<ControlledStorage>());
            silo.Services.AddSingleton<IErasableStore>(services => services.GetRequiredService<ControlledStorage>());
            silo.Services.AddSingleton<IReportLog>(services => services.GetRequiredService<ControlledStorage>());
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new(cluster, time, storage);
    }

    /// <summary>Moves the clock in steps of a second of at most <paramref name="step"/>, so that the wheel turns on the way as it would.</summary>
    public void Pass(TimeSpan span, TimeSpan? step = null)
    {
        for (var left = span; left > TimeSpan.Zero; left -= step ?? TimeSpan.FromSeconds(30))
        {
            Time.Advance(left < (step ?? TimeSpan.FromSeconds(30)) ? left : step ?? TimeSpan.FromSeconds(30));
        }
    }

    /// <summary>Waits for what a turn of the wheel has set going; fails after 30 s of real time.</summary>
    public static async Task Until(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!await condition())
        {
            await look.WaitForNextTickAsync(patience.Token);
        }
    }

    /// <summary>Activations of session grains in the whole cluster.</summary>
    public async Task<int> Activations() =>
        (await _cluster.Client.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics()).Count(s => s.GrainId.Type.ToString() == "session");

    /// <summary>Has this session leave memory.</summary>
    public Task Deactivate(string id) => Deactivate(GrainId.Create("session", id));

    /// <summary>Has this grain leave memory, as with the process that has it. One that has just answered may still count as at work: then once more.</summary>
    public Task Deactivate(GrainId grain) => Until(async () =>
    {
        await _cluster.Client.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        return !_cluster.TryGetGrainContext(grain, out _);
    });

    public ISessionGrain Session(string id) => _cluster.Client.GetGrain<ISessionGrain>(id);

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();
}
