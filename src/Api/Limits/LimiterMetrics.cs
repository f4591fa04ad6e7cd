using System.Diagnostics.Metrics;
using SessionGrains.Api.Callers.Shares;
using SessionGrains.Telemetry;

namespace SessionGrains.Api.Limits;

/// <summary>What the limiters hold and refuse, read when somebody collects it.</summary>
internal sealed class LimiterMetrics
{
    public LimiterMetrics(IMeterFactory meters, WorkLimiter work, ReceivingLimiter receiving, ConnectionLimiter connections, StreamLimiter streams)
    {
        var meter = meters.CreateSessionMeter();
        Create(meter, work, receiving);
        meter.CreateObservableGauge("sessiongrains.door.connections", () => connections.Open, "{connection}", "Connections that are open.");
        meter.CreateObservableCounter("sessiongrains.door.limited", () => ReadLimited(work, receiving, connections, streams), "{request}", "What was refused because its address had a quarter of a place that was over half full, by place.");
    }

    private static void Create(Meter meter, WorkLimiter work, ReceivingLimiter receiving)
    {
        meter.CreateObservableGauge("sessiongrains.door.inside", () => work.AtWork, "{request}", "Requests of players that are being worked on.");
        meter.CreateObservableGauge("sessiongrains.door.waiting", () => work.Waiting, "{request}", "Starts that wait for a place to be worked on.");
        meter.CreateObservableGauge("sessiongrains.door.receiving", () => receiving.Bodies, "{request}", "Requests of players whose bodies are on their way.");
        meter.CreateObservableGauge("sessiongrains.door.receiving.size", () => receiving.Bytes, "By", "What bodies of players take, from their arrival to the answer.");
        meter.CreateObservableCounter("sessiongrains.door.refused", () => ReadRefused(work, receiving), "{request}", "Requests of players that were refused for want of a place, by reason.");
    }

    private static Measurement<long>[] ReadLimited(WorkLimiter work, ReceivingLimiter receiving, ConnectionLimiter connections, StreamLimiter streams) =>
    [
        new(work.RateLimited, Place(LimitedResources.Work)),
        new(receiving.BodiesBeyondShare, Place(LimitedResources.Bodies)),
        new(receiving.BytesBeyondShare, Place(LimitedResources.Bytes)),
        new(connections.RateLimited, Place(LimitedResources.Connections)),
        new(streams.RateLimited, Place(LimitedResources.Streams)),
    ];

    private static KeyValuePair<string, object?> Place(string place) => new("place", place);

    private static Measurement<long>[] ReadRefused(WorkLimiter work, ReceivingLimiter receiving) =>
    [
        new(work.Refused(WorkPriority.Ping), Reason("ping")),
        new(work.Refused(WorkPriority.Event), Reason("event")),
        new(work.Refused(WorkPriority.Start), Reason("start")),
        new(receiving.RefusedBodies, Reason("bodies")),
        new(receiving.RefusedBytes, Reason("bytes")),
    ];

    private static KeyValuePair<string, object?> Reason(string reason) => new("reason", reason);
}
