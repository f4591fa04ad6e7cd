using Orleans.Hosting;

namespace SessionGrains.Quarantine;

/// <summary>Registers the services of the quarantine.</summary>
internal static class QuarantineServices
{
    public static IServiceCollection AddQuarantine(this IServiceCollection services)
    {
        services.AddSingleton<RecordQuarantine>();
        services.AddSingleton<SiloQuarantineClient>();
        services.AddGrainService<SiloQuarantine>();
        services.AddSingleton<QuarantineInstruments>();
        services.AddHostedService(static provider => provider.GetRequiredService<QuarantineInstruments>());
        return services;
    }
}
