using SessionGrains.Silo.Clustering;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Hosting;

/// <summary>How a process stops: the <c>Shutdown</c> section of the configuration.</summary>
public sealed class ShutdownOptions
{
    public const string Section = "Shutdown";

    private static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long a front door keeps serving after it was told to stop, with <c>/health/ready</c> already 503, so that load balancers notice. 0 to 10 minutes. Default: 5 s in a cluster
    /// on Redis, where a load balancer is usual, else 0.
    /// </summary>
    public TimeSpan DrainDelay { get; set; }

    /// <summary>
    /// Maximum time to finish requests, store pending writes and hand over sessions, including the delay; then the process is cut short. 1 s to 10 minutes. Default 60 s: a
    /// supervisor must not kill the process sooner.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Reads and checks the section.</summary>
    /// <exception cref="StartRefusedException">A value is wrong; the message says which and what to set.</exception>
    public static ShutdownOptions Read(IConfiguration configuration, ClusterMode mode)
    {
        var options = configuration.GetSection(Section).BindTo(new ShutdownOptions { DrainDelay = mode == ClusterMode.Redis ? TimeSpan.FromSeconds(5) : TimeSpan.Zero });
        RefuseOutside(nameof(DrainDelay), options.DrainDelay, TimeSpan.Zero);
        RefuseOutside(nameof(Timeout), options.Timeout, TimeSpan.FromSeconds(1));
        return options;
    }

    /// <summary>Applies the timeout to the host.</summary>
    internal void Apply(IServiceCollection services)
    {
        services.AddSingleton(this);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = Timeout);
    }

    private static void RefuseOutside(string option, TimeSpan value, TimeSpan min)
    {
        if (value < min || value > MaxTime)
            throw new StartRefusedException($"{Section}:{option} is {value}: it must be from {min} to {MaxTime} (hours:minutes:seconds).");
    }
}
