using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using SessionGrains.Live;
using SessionGrains.Quarantine;
using SessionGrains.Reports;
using SessionGrains.Rooms;
using SessionGrains.Sessions.Search;
using SessionGrains.Telemetry;
using SessionGrains.Timeouts;

namespace SessionGrains.Sessions;

/// <summary>What a silo needs to host session grains.</summary>
public static class SessionServices
{
    /// <summary>
    /// Adds the services of the session grains. The silo adds an <c>IGrainStorage</c> keyed <see cref="StoredRecordNames.StorageName"/>,
    /// which has taken all it needs of a record when the call that writes it returns (its task may go on), a <see cref="SessionStoreTraits"/>, an
    /// <see cref="IDeadlineIndex"/>, an <see cref="IReportLog"/> and a <see cref="TimeProvider"/>.
    /// </summary>
    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddOptions<SessionsOptions>().BindConfiguration(SessionsOptions.Section);
        services.AddSingleton<StoreOutages>();
        services.AddSingleton<IStoreRelief>(static provider => provider.GetRequiredService<StoreOutages>());
        services.AddQuarantine();
        services.AddSingleton<SessionPersistence>();
        services.AddSingleton<OpenSessions>();
        services.AddRooms();
        services.AddSingleton<ResidentSessions>();
        services.AddSingleton<SessionIndex>();
        services.AddSingleton<SiloSessionsClient>();
        services.AddGrainService<SiloSessions>();
        services.AddSingleton<SessionReports>();
        services.AddSingleton<SessionSurroundings>();
        services.AddLiveCounts();
        services.AddHostedService<DeadlineSweep>();
        services.AddSingleton<DeadlineWheel>();
        services.AddHostedService(static provider => provider.GetRequiredService<DeadlineWheel>());
        services.AddSingleton<SiloInstruments>();
        services.AddHostedService(static provider => provider.GetRequiredService<SiloInstruments>());
        return services;
    }

    /// <summary>Activates sessions without service scopes of their own. Comes after Orleans' own services.</summary>
    public static void ActivateSessionsWithoutScopes(this ISiloBuilder silo) => ScopelessSessions.AddTo(silo.Services);
}
