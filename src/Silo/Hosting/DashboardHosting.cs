using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Dashboard;
using Orleans.Hosting;
using Orleans.Runtime;

namespace SessionGrains.Silo.Hosting;

/// <summary>
/// Orleans' own dashboard: silos, activations, memory and, when asked for, the calls of grains. A silo collects for it, a front door shows it.
/// </summary>
internal static class DashboardHosting
{
    internal const string ProfileCalls = "Dashboard:ProfileCalls";

    /// <summary>What the filter, and what collects the metrics, are registered as.</summary>
    private static readonly Type[] Collectors = [typeof(IIncomingGrainCallFilter), typeof(IHostedService), typeof(ILifecycleParticipant<ISiloLifecycle>)];

    /// <summary>Each silo samples its own numbers, also while nobody looks. 100 samples are kept, so this shows a quarter of an hour.</summary>
    private const int SampleMs = 10_000;

    public static void AddDashboard(this ISiloBuilder silo, IConfiguration configuration)
    {
        var before = silo.Services.Count;
        silo.AddDashboard(Quiet);
        if (!configuration.GetValue(ProfileCalls, false))
            RemoveCollectors(silo.Services, [.. silo.Services.Skip(before)]);
    }

    public static void AddDashboard(this IClientBuilder client) => client.AddDashboard(Quiet);

    /// <summary>The log stays where logs are: the dashboard would show it to every operator.</summary>
    private static void Quiet(DashboardOptions options) => (options.HideTrace, options.CounterUpdateIntervalMs) = (true, SampleMs);

    /// <summary>
    /// What costs too much while nobody looks. The dashboard counts grain calls in a filter that is passed by every call, and with a filter Orleans takes a
    /// longer way to the grain: 2 % of a ping's processor time. And each second it collects all of Orleans' metrics, for which that goes through all
    /// sessions: 5 % of a busy core at 20,000 of them, and it grows with them.
    /// </summary>
    private static void RemoveCollectors(IServiceCollection services, IReadOnlyList<ServiceDescriptor> dashboard)
    {
        foreach (var service in dashboard.Where(static service => Collectors.Contains(service.ServiceType)))
            services.Remove(service);
    }
}
