using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Hosting;

/// <summary>Whether a process warms up before it is ready: the <c>WarmUp</c> section of the configuration (docs/adr/0018-warm-before-ready.md).</summary>
public sealed class WarmUpOptions
{
    public const string Section = "WarmUp";

    private static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(1);

    /// <summary>Whether it does. Default (null): everywhere but in the Development environment, where people wait for the first line.</summary>
    public bool? Enabled { get; set; }

    /// <summary>
    /// How long it may take at most. Then the process starts all the same, with a warning. From 1 s to a minute. Default 15 s: a warm-up that is cut short leaves the
    /// compiler at work beside the first requests, and is worse than none.
    /// </summary>
    public TimeSpan Limit { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Reads and checks the section.</summary>
    /// <exception cref="StartRefusedException">A value is wrong; the message says which and what to set.</exception>
    public static WarmUpOptions Read(IConfiguration configuration, bool isDevelopment)
    {
        var options = configuration.GetSection(Section).BindTo(new WarmUpOptions());
        options.Enabled ??= !isDevelopment;
        if (options.Limit < TimeSpan.FromSeconds(1) || options.Limit > MaxTime)
            throw new StartRefusedException($"{Section}:{nameof(Limit)} is {options.Limit}: it must be from {TimeSpan.FromSeconds(1)} to {MaxTime} (hours:minutes:seconds).");

        return options;
    }
}
