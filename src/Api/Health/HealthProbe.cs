using Microsoft.AspNetCore.Http;
using SessionGrains.Api.Startup;

namespace SessionGrains.Api.Health;

/// <summary>
/// The argument <c>--healthcheck</c>: asks the server that runs with the same settings on this machine for <c>/health/live</c>. For container images,
/// which have no other program to ask with.
/// </summary>
internal static class HealthProbe
{
    private const string Verb = "--healthcheck";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Null when the arguments don't ask for it; else the exit code: 0 when the server is alive.</summary>
    public static async Task<int?> TryRunAsync(string[] args)
    {
        if (!args.Contains(Verb))
            return null;

        var address = Address(new ConfigurationBuilder()
            .AddEnvironmentVariables("ASPNETCORE_").AddEnvironmentVariables().AddCommandLine([.. args.Where(static arg => arg != Verb)]).Build());
        try
        {
            // Our own server on our own machine: a certificate that nobody trusts is fine.
            using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
            using var http = new HttpClient(handler) { Timeout = Patience };
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
