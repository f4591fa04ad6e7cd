using System.Diagnostics.Metrics;
using SessionGrains.Rooms;
using SessionGrains.Telemetry;
using SessionGrains.Timeouts;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>
/// The metrics of a silo's sessions. A ping changes none of them: gauges are read when metrics are collected, counters count once per session. A hosted service
/// so that it exists before the first session.
/// </summary>
internal sealed class SessionInstruments : IHostedService
{
    private readonly Counter<long> _closed;
    private readonly Counter<long> _findings;

    public SessionInstruments(IMeterFactory meters, OpenSessions open, DeadlineWheel wheel)
    {
        var meter = meters.CreateSessionMeter();
        meter.CreateObservableGauge("sessiongrains.sessions.held", () => open.Count, "{session}", "Sessions in the memory of this silo.");
        meter.CreateObservableGauge("sessiongrains.sessions.limit", () => open.Limit, "{session}", "Sessions that this silo accepts (Sessions:MaxOpenPerSilo).");
        meter.CreateObservableGauge("sessiongrains.wheel.lag", () => wheel.Lag.TotalSeconds, "s", "How long the oldest deadline that is due has been waiting.");
        _closed = meter.CreateCounter<long>("sessiongrains.sessions.closed", "{session}", "Sessions whose report was stored, by what closed them.");
        _findings = meter.CreateCounter<long>("sessiongrains.findings", "{session}", "Closed sessions that have a finding, by its code.");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Counts a closed session whose report is stored.</summary>
    public void RecordClosed(Session session)
    {
        if (_closed.Enabled)
        {
            _closed.Add(1, new KeyValuePair<string, object?>("by", Name(session.ClosedBy)));
        }

        if (_findings.Enabled)
        {
            foreach (var finding in session.Findings())
            {
                _findings.Add(1, new KeyValuePair<string, object?>("code", finding.Code));
            }
        }
    }

    private static string Name(ClosedBy? closedBy) => closedBy switch
    {
        ClosedBy.SessionEnd => "sessionEnd",
        ClosedBy.Idle => "idle",
        ClosedBy.NoProgress => "no-progress",
        ClosedBy.MaxAge => "max-age",
        _ => "downloaded",
    };
}
