using Microsoft.Extensions.DependencyInjection.Extensions;
using SessionGrains.Reports;

namespace SessionGrains.Exports;

/// <summary>Registers the services of the exporters.</summary>
internal static class ExportServices
{
    /// <summary>Adds the exporters. Without an <see cref="IExportSinks"/>, added before, there are none.</summary>
    public static IServiceCollection AddExports(this IServiceCollection services)
    {
        services.AddSingleton<ReportOpener>();
        services.TryAddSingleton<IExportSinks, NoExportSinks>();
        services.AddSingleton<ReportHolds>();
        services.AddSingleton<ExportInstruments>();
        services.AddHostedService(static provider => provider.GetRequiredService<ExportInstruments>());
        services.AddSingleton<ExportWaker>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(static provider => provider.GetRequiredService<ExportWaker>());
        return services;
    }
}
