using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using OpenTelemetry.Metrics;

namespace SessionGrains.Silo.Telemetry;

/// <summary>
/// A web server for <c>/metrics</c> only, in a silo process with <see cref="MetricsOptions"/>. Like the silo's other ports it requires no key: they all belong into a private
/// network.
/// </summary>
internal sealed partial class MetricsListener(MetricsOptions options, MeterProvider meters, ILogger<MetricsListener> log) : IHostedService, IAsyncDisposable
{
    private WebApplication? _server;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.AddServerHeader = false).UseUrls(options.Url);
        builder.Services.AddRoutingCore();
        _server = builder.Build();
        _server.UseRouting();
        _server.MapPrometheusScrapingEndpoint(TelemetryHosting.MetricsPath, meters, configureBranchedPipeline: null, optionsName: null);
        try
        {
            await _server.StartAsync(cancellationToken);
        }
        catch (IOException e)
        {
            // Serving sessions matters more than metrics.
            LogNotListening(options.Url, e.Message);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => _server?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    [LoggerMessage(2201, LogLevel.Error, "No metrics at {Url} (Metrics:Url): {Reason}")]
    private partial void LogNotListening(string url, string reason);
}
