using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans;
using Orleans.Dashboard;
using Orleans.Hosting;

namespace SessionGrains.Silo.Hosting;

/// <summary>
/// Orleans' own dashboard: silos, activations, memory and, when asked for, the calls of grains. A silo collects for it, a front door shows it.
/// </summary>
internal static class DashboardHosting
{
    private const string ProfileCalls = "Dashboard:ProfileCalls";

    /// <summary>Each silo samples its own numbers, also while nobody looks. 100 samples are kept, so this shows a quarter of an hour.</summary>
    private const int SampleMs = 10_000;

    public static void AddDashboard(this ISiloBuilder silo, IConfiguration configuration)
    {
        silo.AddDashboard(Quiet);
        if (!configuration.GetValue(ProfileCalls, false))
            silo.Services.RemoveCallFilter();
    }

    public static void AddDashboard(this IClientBuilder client) => client.AddDashboard(Quiet);

    /// <summary>The log stays where logs are: the dashboard would show it to every operator.</summary>
    private static void Quiet(DashboardOptions options) => (options.HideTrace, options.CounterUpdateIntervalMs) = (true, SampleMs);

    /// <summary>
    /// The dashboard counts grain calls in a filter that is passed by every call, also while nobody looks, and with a filter Orleans takes a longer
    /// way to the grain: 2 % of a ping's processor time.
    /// </summary>
    private static void RemoveCallFilter(this IServiceCollection services)
    {
        foreach (var filter in services.Where(IsDashboardFilter).ToArray())
            services.Remove(filter);

        static bool IsDashboardFilter(ServiceDescriptor service) =>
            service.ServiceType == typeof(IIncomingGrainCallFilter) && service.ImplementationType?.Assembly == typeof(DashboardOptions).Assembly;
    }
}
