using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Hosting;

namespace SessionGrains.Silo.Hosting;

/// <summary>Defaults that any file, environment variable or argument overrides.</summary>
internal static class ConfigurationDefaults
{
    /// <summary>
    /// The arguments of a process that does not watch its files of configuration: nothing here changes while it runs, and watching for that means to be told
    /// of every write to a database below the working directory.
    /// </summary>
    public static string[] WithoutReload(string[] args) => ["--hostBuilder:reloadConfigOnChange=false", .. args];

    public static void AddDefault(this IHostApplicationBuilder builder, string key, string value) =>
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = [new(key, value)] });

    /// <summary>
    /// Orleans tells its whole start at Information: what a reader of the console needs of it starts at Warning, and for three of its parts at Error:
    /// one warns of a garbage collector that is chosen on purpose, one takes the machine's uptime for a stall when a silo starts, and what the
    /// third says twice a second while there is no silo yet, <see cref="ConnectionRetryFilter"/> says now and then.
    /// </summary>
    public static void AddOrleansLogLevels(this IHostApplicationBuilder builder)
    {
        builder.AddDefault("Logging:LogLevel:Orleans", "Warning");

        // Orleans places every new session through Polly, which tells each time, and each repetition with a stack trace: a silo that has just started
        // knows for a moment no place for a grain. What is not placed in the end is told by whoever asked for it.
        builder.AddDefault("Logging:LogLevel:Polly", "Error");
        builder.AddDefault("Logging:LogLevel:Orleans.Runtime.Silo", "Error");

        // A grain service tells under its own name that it starts.
        builder.AddDefault("Logging:LogLevel:SessionGrains.Sessions.Search.SiloSessions", "Warning");
        builder.AddDefault("Logging:LogLevel:SessionGrains.Quarantine.SiloQuarantine", "Warning");
        builder.AddDefault("Logging:LogLevel:Orleans.Runtime.Watchdog", "Error");
        builder.AddDefault("Logging:LogLevel:Orleans.Messaging.GatewayManager", "Error");
    }
}
