namespace SessionGrains.Live;

/// <summary>Registers the services of the live counts.</summary>
internal static class LiveServices
{
    public static IServiceCollection AddLiveCounts(this IServiceCollection services)
    {
        services.AddSingleton<SiloCounters>();
        services.AddSingleton<LiveInstruments>();
        services.AddSingleton<LiveMinuteStore>();
        services.AddSingleton<SilenceWheel>();
        services.AddHostedService(static provider => provider.GetRequiredService<SilenceWheel>());
        services.AddSingleton<LivePublisher>();
        services.AddHostedService(static provider => provider.GetRequiredService<LivePublisher>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(static provider => provider.GetRequiredService<LivePublisher>());
        return services;
    }
}
