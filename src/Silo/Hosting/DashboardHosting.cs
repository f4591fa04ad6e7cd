using Orleans;
using Orleans.Dashboard;
using Orleans.Hosting;
using Orleans.Runtime;

namespace SessionGrains.Silo.Hosting;

/// <summary>Orleans' dashboard: silos, activations, memory and optionally grain calls. Silos collect its data, a front door shows it.</summary>
internal static class DashboardHosting
{
    internal const string ProfileCalls = "Dashboard:ProfileCalls";

    /// <summary>Service types of the dashboard's call filter and metrics collectors.</summary>
    private static readonly Type[] Collectors = [typeof(IIncomingGrainCallFilter), typeof(IHostedService), typeof(ILifecycleParticipant<ISiloLifecycle>)];

    /// <summary>Each silo samples its own metrics and keeps 100 samples, a quarter of an hour.</summary>
    private const int SampleIntervalMs = 10_000;

    public static void AddDashboard(this ISiloBuilder silo, IConfiguration configuration)
    {
        var before = silo.Services.Count;
        silo.AddDashboard(Configure);
        if (!configuration.GetValue(ProfileCalls, false))
            RemoveCollectors(silo.Services, [.. silo.Services.Skip(before)]);
    }

    public static void AddDashboard(this IClientBuilder client) => client.AddDashboard(Configure);

    /// <summary>Hides the log, which the dashboard would show to every operator.</summary>
    private static void Configure(DashboardOptions options) => (options.HideTrace, options.CounterUpdateIntervalMs) = (true, SampleIntervalMs);

    /// <summary>
    /// Removes what costs too much while nobody looks. The call filter makes Orleans take a slower path to grains: 2 % of a ping's processor time. And every second it
    /// collects all of Orleans' metrics, which enumerates all sessions: 5 % of a busy core at 20,000 sessions, growing with their number.
    /// </summary>
    private static void RemoveCollectors(IServiceCollection services, IReadOnlyList<ServiceDescriptor> dashboard)
    {
        foreach (var service in dashboard.Where(static service => Collectors.Contains(service.ServiceType)))
            services.Remove(service);
    }
}
