using System.Diagnostics.Metrics;
using SessionGrains.Telemetry;

namespace SessionGrains.Quarantine;

/// <summary>The metrics of unreadable records. A hosted service so that each series starts at zero with the silo.</summary>
internal sealed class QuarantineInstruments : IHostedService
{
    public QuarantineInstruments(IMeterFactory meters, RecordQuarantine quarantine)
    {
        var meter = meters.CreateSessionMeter();
        meter.CreateObservableCounter("sessiongrains.records.unreadable", () => Counts(quarantine), "{record}", "Stored records that this silo met and could not read, by kind.");
        meter.CreateObservableGauge("sessiongrains.quarantine.records", () => quarantine.Count, "{record}", "Unreadable records that this silo lists at /api/v1/quarantine.");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static Measurement<long>[] Counts(RecordQuarantine quarantine) =>
        [.. Enum.GetValues<RecordKind>().Select(kind => new Measurement<long>(quarantine.CountMet(kind), new KeyValuePair<string, object?>("kind", kind.Name())))];
}
