using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using SessionGrains.Reports;
using SessionGrains.Telemetry;

namespace SessionGrains.Exports;

/// <summary>The metrics of the exporters that run on this silo. A hosted service so that the counters start at zero with the silo.</summary>
internal sealed class ExportInstruments : IHostedService
{
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, ExportLag> _lags = new();
    private readonly Counter<long> _sessions;
    private readonly Counter<long> _failures;

    public ExportInstruments(IMeterFactory meters, IExportSinks sinks, ReportHolds holds, IOptions<ReportsOptions> reports, TimeProvider time)
    {
        _time = time;
        var meter = meters.CreateSessionMeter();
        _sessions = meter.CreateCounter<long>("sessiongrains.exports.sessions", "{session}", "Sessions that have left to a sink.");
        _failures = meter.CreateCounter<long>("sessiongrains.exports.failures", "{try}", "Tries to export that failed; each is repeated.");
        meter.CreateObservableGauge("sessiongrains.exports.lag", Lags, "s", "How long the oldest session that has not left has been closed.");
        meter.CreateObservableGauge("sessiongrains.exports.stopped", Stopped, "{exporter}", "1 while an exporter is paused or failing.");
        meter.CreateObservableGauge("sessiongrains.exports.dead_letters", () => _lags.Select(static one => new Measurement<int>(one.Value.DeadLetters, Tag(one.Key))), "{session}", "Sessions that a receiver did not take until it was given up, and that can be sent again.");
        meter.CreateObservableCounter(
            "sessiongrains.exports.expired", () => holds.Expired.Select(static one => new Measurement<long>(one.Value, Tag(one.Key))), "{session}", "Sessions that are missing in a sink: their reports were deleted before they had left.");
        meter.CreateObservableGauge("sessiongrains.reports.retention", () => reports.Value.Retention.TotalSeconds, "s", "How long reports are kept (Reports:Retention).");
        foreach (var sink in sinks.All.Keys)
        {
            _sessions.Add(0, Tag(sink));
            _failures.Add(0, Tag(sink));
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void RecordExported(string sink, int sessions) => _sessions.Add(sessions, Tag(sink));

    public void RecordFailure(string sink) => _failures.Add(1, Tag(sink));

    /// <summary>Shows how far an exporter of this silo lags behind.</summary>
    /// <param name="sink">The sink's name.</param>
    /// <param name="lag">As seen now; null: the exporter has left this silo.</param>
    public void Show(string sink, ExportLag? lag)
    {
        if (lag is { } now)
        {
            _lags[sink] = now;
        }
        else
        {
            _lags.TryRemove(sink, out _);
        }
    }

    private IEnumerable<Measurement<double>> Lags()
    {
        var nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        return _lags.Select(one => new Measurement<double>(one.Value.WaitingSinceMs is { } since ? Math.Max(0, nowMs - since) / 1000.0 : 0, Tag(one.Key)));
    }

    private IEnumerable<Measurement<int>> Stopped() =>
        _lags.SelectMany(static one => new[] { ExportState.Paused, ExportState.Failing }.Select(
            state => new Measurement<int>(one.Value.State == state ? 1 : 0, Tag(one.Key), new("state", state == ExportState.Paused ? "paused" : "failing"))));

    private static KeyValuePair<string, object?> Tag(string sink) => new("sink", sink);
}

/// <summary>How an exporter stood when it last looked.</summary>
/// <param name="WaitingSinceMs">As <see cref="ExportStatus.WaitingSinceMs"/>.</param>
/// <param name="State">What it did.</param>
/// <param name="DeadLetters">Sessions in dead letters.</param>
internal readonly record struct ExportLag(long? WaitingSinceMs, ExportState State, int DeadLetters);
