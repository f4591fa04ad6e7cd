using SessionGrains.Exports;
using SessionGrains.Live;
using SessionGrains.Quarantine;
using SessionGrains.Reports;
using SessionGrains.Rooms;
using SessionGrains.Sessions.Search;
using SessionGrains.Stores;
using SessionGrains.Timeouts;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>Registers the services of the session grains.</summary>
public static class SessionServices
{
    /// <summary>
    /// Adds the services of the session grains. The silo must also add: an <c>IGrainStorage</c> keyed <see cref="StoredRecordNames.StorageName"/>, whose writes
    /// have read all they need of a record when the call returns (the task may still run); a <see cref="SessionStoreTraits"/>, an <see cref="IDeadlineIndex"/>,
    /// an <see cref="IReportLog"/> and a <see cref="TimeProvider"/>; and before, an <see cref="IExportSinks"/> if there are sinks.
    /// </summary>
    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddOptions<SessionsOptions>().BindConfiguration(SessionsOptions.Section);
        services.AddSingleton<StoreOutages>();
        services.AddSingleton<IStoreRecovery>(static provider => provider.GetRequiredService<StoreOutages>());
        services.AddQuarantine();
        services.AddSingleton(static provider => Timeouts(provider.GetRequiredService<IOptions<SessionsOptions>>().Value, provider.GetRequiredService<StoreOutages>()));
        services.AddSingleton<SessionStore>();
        services.AddSingleton(static provider => new OpenSessions(
            provider.GetRequiredService<IOptions<SessionsOptions>>().Value.MaxOpenPerSilo ?? OpenSessions.ByMemory(SessionsOptions.BytesPerSession)));
        services.AddRooms();
        services.AddSingleton<SessionIndex>();
        services.AddSingleton(static provider => new LocalSessions(provider.GetRequiredService<SessionIndex>()));
        services.AddSingleton<SiloSessionsClient>();
        services.AddGrainService<SiloSessions>();
        services.AddSingleton<SessionDependencies>();
        services.AddExports();
        services.AddPlacementDirector<SessionPlacement, SessionPlacementDirector>();
        services.AddLiveCounts();
        services.AddHostedService<DeadlineSweepService>();
        services.AddSingleton<DeadlineWheel>();
        services.AddHostedService(static provider => provider.GetRequiredService<DeadlineWheel>());
        services.AddSingleton<SessionInstruments>();
        services.AddHostedService(static provider => provider.GetRequiredService<SessionInstruments>());
        return services;
    }

    private static SessionTimeouts Timeouts(SessionsOptions options, StoreOutages outages) => new(
        (long)options.IdleTimeout.TotalMilliseconds,
        (long)options.NoProgressTimeout.TotalMilliseconds,
        (long)options.MaxAge.TotalMilliseconds,
        (long)options.Retention.TotalMilliseconds)
    { Outages = outages };
}
