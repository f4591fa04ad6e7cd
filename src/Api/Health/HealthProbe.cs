using Microsoft.AspNetCore.Http;
using SessionGrains.Api.Startup;

namespace SessionGrains.Api.Health;

/// <summary>
/// The argument <c>--healthcheck</c>: requests <c>/health/live</c> from the server that runs with the same settings on this machine. For container images,
/// which contain no HTTP client.
/// </summary>
internal static class HealthProbe
{
    private const string Verb = "--healthcheck";

    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(3);

    /// <summary>The exit code: 0 if the server is alive, otherwise 1. Null if <c>--healthcheck</c> is not among the arguments.</summary>
    public static async Task<int?> TryRunAsync(string[] args)
    {
        if (!args.Contains(Verb))
            return null;

        var address = Address(new ConfigurationBuilder()
            .AddEnvironmentVariables("ASPNETCORE_").AddEnvironmentVariables().AddCommandLine([.. args.Where(static arg => arg != Verb)]).Build());
        try
        {
            // The server is on this machine, so its certificate need not be trusted.
            using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
            using var http = new HttpClient(handler) { Timeout = ProbeTimeout };
            using var answer = await http.GetAsync(new Uri(address, "health/live"));
            answer.EnsureSuccessStatusCode();
            return 0;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"{address} is not alive: {e.Message}");
            return 1;
        }
    }

    private static Uri Address(IConfiguration configuration)
    {
        var ports = configuration[WebHostDefaults.HttpPortsKey]?.Split(';')[0];
        var urls = configuration[WebHostDefaults.ServerUrlsKey] ?? (string.IsNullOrEmpty(ports) ? ListenAddresses.DefaultUrl : $"http://localhost:{ports}");
        var address = BindingAddress.Parse(urls.Split(';', StringSplitOptions.TrimEntries)[0]);
        var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
        return new Uri($"{address.Scheme}://{host}:{address.Port}/");
    }
}
