using Microsoft.AspNetCore.Http;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Telemetry;

/// <summary>Where a silo process serves metrics: the <c>Metrics</c> section of the configuration. Front doors always serve <c>/metrics</c>.</summary>
internal sealed record MetricsOptions(string Url)
{
    internal const string Key = "Metrics:Url";

    /// <summary>Reads <c>Metrics:Url</c>, such as <c>http://*:9464</c>; null when not set (default).</summary>
    /// <exception cref="StartRefusedException">It is not an address to listen on.</exception>
    public static MetricsOptions? Read(IConfiguration configuration)
    {
        if (configuration[Key] is not { Length: > 0 } url)
            return null;

        try
        {
            if (BindingAddress.Parse(url) is { IsUnixPipe: false, Scheme: "http", PathBase.Length: 0 } address && !address.Host.Contains(' '))
                return new MetricsOptions(url);
        }
        catch (FormatException)
        {
            // Reported below.
        }

        throw new StartRefusedException($"{Key} is '{url}': set it to an address to listen on such as http://*:9464, or leave it out.");
    }
}
