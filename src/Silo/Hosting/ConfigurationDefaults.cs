using Microsoft.Extensions.Configuration.Memory;

namespace SessionGrains.Silo.Hosting;

/// <summary>Defaults that any file, environment variable or argument overrides.</summary>
internal static class ConfigurationDefaults
{
    /// <summary>
    /// Arguments that disable watching configuration files: settings do not change at runtime, and the watcher would be notified of every write to a database below the
    /// working directory.
    /// </summary>
    public static string[] WithoutReload(string[] args) => ["--hostBuilder:reloadConfigOnChange=false", .. args];

    public static void AddDefault(this IHostApplicationBuilder builder, string key, string value) =>
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = [new(key, value)] });

    /// <summary>
    /// Log levels for Orleans, which logs its start at Information. Warning is enough, and Error for three parts: one warns of the chosen garbage collector, one
    /// mistakes the machine's uptime for a stall, and one logs twice a second while there is no silo, which <see cref="ConnectionRetryFilter"/> logs less often.
    /// </summary>
    public static void AddOrleansLogLevels(this IHostApplicationBuilder builder)
    {
        builder.AddDefault("Logging:LogLevel:Orleans", "Warning");

        // Orleans places new sessions through Polly, which logs every retry with a stack trace, and a silo that has just started needs some. A final failure is
        // reported by the caller.
        builder.AddDefault("Logging:LogLevel:Polly", "Error");
        builder.AddDefault("Logging:LogLevel:Orleans.Runtime.Silo", "Error");

        // Grain services log their start under their own names.
        builder.AddDefault("Logging:LogLevel:SessionGrains.Sessions.Search.SiloSessions", "Warning");
        builder.AddDefault("Logging:LogLevel:SessionGrains.Quarantine.SiloQuarantine", "Warning");
        builder.AddDefault("Logging:LogLevel:Orleans.Runtime.Watchdog", "Error");
        builder.AddDefault("Logging:LogLevel:Orleans.Messaging.GatewayManager", "Error");
    }
}
