using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using SessionGrains.Messages;
using SessionGrains.Rooms;
using SessionGrains.Telemetry;
using SessionGrains.Timeouts;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>
/// What a silo tells of its sessions. A ping touches none of these: levels are read when somebody collects, and counted is what happens once in a
/// session's life. A hosted service only to be there before the first session.
/// </summary>
internal sealed class SessionInstruments : IHostedService
{
    private readonly Counter<long> _closed;
    private readonly Counter<long> _findings;

    public SessionInstruments(IMeterFactory meters, OpenSessions open, DeadlineWheel wheel)
    {
        var meter = meters.CreateSessionMeter();
        meter.CreateObservableGauge("sessiongrains.sessions.held", () => open.Count, "{session}", "Sessions in the memory of this silo.");
        meter.CreateObservableGauge("sessiongrains.sessions.limit", () => open.Most, "{session}", "Sessions that this silo takes (Sessions:MaxOpenPerSilo).");
        meter.CreateObservableGauge("sessiongrains.wheel.lag", () => wheel.Lag.TotalSeconds, "s", "How long the oldest deadline that is due has been waiting.");
        _closed = meter.CreateCounter<long>("sessiongrains.sessions.closed", "{session}", "Sessions whose report was stored, by what closed them.");
        _findings = meter.CreateCounter<long>("sessiongrains.findings", "{session}", "Closed sessions that have a finding, by its code.");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Counts a session that is finished and stored.</summary>
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
