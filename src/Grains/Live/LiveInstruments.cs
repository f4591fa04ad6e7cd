using System.Diagnostics.Metrics;
using SessionGrains.Telemetry;

namespace SessionGrains.Live;

/// <summary>The metrics of a silo's live counts: viewers by state, without titles, and how the partitions answer its reports.</summary>
internal sealed class LiveInstruments
{
    private long _taken;
    private long _refused;
    private long _failed;
    private long _rows;

    public LiveInstruments(IMeterFactory meters, SiloCounters counters)
    {
        var meter = meters.CreateSessionMeter();
        meter.CreateObservableGauge("sessiongrains.sessions.open", () => counters.Everything.Open, "{session}", "Open sessions on this silo, viewers or not.");
        meter.CreateObservableGauge("sessiongrains.viewers", () => Viewers(counters.Everything), "{session}", "Viewers on this silo, by state.");
        meter.CreateObservableGauge("sessiongrains.live.keys", () => counters.Keys, "{key}", "Titles, players, content types and channels that this silo counts.");
        meter.CreateObservableCounter("sessiongrains.live.reports", ReadReports, "{report}", "Reports of this silo to the partitions, by answer.");
        meter.CreateObservableCounter("sessiongrains.live.rows", () => Volatile.Read(ref _rows), "{row}", "Rows in the reports of this silo.");
    }

    /// <summary>Counts an answer of a partition: it accepted the report, or it requests all rows.</summary>
    public void RecordAnswer(bool isTaken, int rows)
    {
        Interlocked.Increment(ref isTaken ? ref _taken : ref _refused);
        Interlocked.Add(ref _rows, rows);
    }

    public void RecordFailure() => Interlocked.Increment(ref _failed);

    private static Measurement<int>[] Viewers(LiveFigures figures) =>
    [
        new(figures.Starting, State("starting")),
        new(figures.Playing, State("playing")),
        new(figures.Paused, State("paused")),
        new(figures.Buffering, State("buffering")),
        new(figures.Ad, State("ad")),
    ];

    private static KeyValuePair<string, object?> State(string name) => new("state", name);

    private Measurement<long>[] ReadReports() =>
    [
        new(Volatile.Read(ref _taken), new KeyValuePair<string, object?>("answer", "taken")),
        new(Volatile.Read(ref _refused), new KeyValuePair<string, object?>("answer", "refused")),
        new(Volatile.Read(ref _failed), new KeyValuePair<string, object?>("answer", "failed")),
    ];
}
