using System.Diagnostics.Metrics;
using SessionGrains.Silo.Startup;
using SessionGrains.Telemetry;

namespace SessionGrains.Silo.Telemetry;

/// <summary>Which version runs, as a metric: how many processes have which shows how far a rolling update is.</summary>
internal sealed class BuildMetrics : IHostedService
{
    private const string Version = "version";

    public BuildMetrics(IMeterFactory meters) => meters.CreateSessionMeter().CreateObservableGauge(
        "sessiongrains.build.info", static () => new Measurement<int>(1, new KeyValuePair<string, object?>(Version, ProgramVersion.Text)), unit: null, "Always 1; the label has the version of the program.");

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
