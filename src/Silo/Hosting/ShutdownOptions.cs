using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SessionGrains.Silo.Clustering;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Hosting;

/// <summary>How a process leaves: the <c>Shutdown</c> section of the configuration.</summary>
public sealed class ShutdownOptions
{
    public const string Section = "Shutdown";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long a front door goes on serving after it was told to stop, <c>/health/ready</c> being 503 already, so that whoever sends it requests
    /// learns of it. 0 to 10 minutes. Default: 5 s in a cluster on Redis, where a load balancer is usual, else none.
    /// </summary>
    public TimeSpan DrainDelay { get; set; }

    /// <summary>
    /// What a process takes at most to finish its requests, store what is not stored and hand its sessions over, the delay included; then it is cut
    /// short. 1 s to 10 minutes. Default 60 s: whatever supervises the process must not kill it sooner.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Reads and checks the section.</summary>
    /// <exception cref="StartRefusedException">A value is wrong; the message says which and what to set.</exception>
    public static ShutdownOptions Read(IConfiguration configuration, ClusterMode mode)
    {
        var options = new ShutdownOptions { DrainDelay = mode == ClusterMode.Redis ? TimeSpan.FromSeconds(5) : TimeSpan.Zero };
        try
        {
            configuration.GetSection(Section).Bind(options);
        }
        catch (InvalidOperationException e)
        {
            throw new StartRefusedException(e.Message, e);
        }

        RefuseOutside(nameof(DrainDelay), options.DrainDelay, TimeSpan.Zero);
        RefuseOutside(nameof(Timeout), options.Timeout, TimeSpan.FromSeconds(1));
        return options;
    }

    /// <summary>Makes the host as patient as this says.</summary>
    internal void Apply(IServiceCollection services)
    {
        services.AddSingleton(this);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = Timeout);
    }

    private static void RefuseOutside(string option, TimeSpan value, TimeSpan least)
    {
        if (value < least || value > Longest)
            throw new StartRefusedException($"{Section}:{option} is {value}: it must be from {least} to {Longest} (hours:minutes:seconds).");
    }
}
