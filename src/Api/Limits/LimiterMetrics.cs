using System.Diagnostics.Metrics;
using SessionGrains.Api.Callers.Shares;
using SessionGrains.Telemetry;

namespace SessionGrains.Api.Limits;

/// <summary>Metrics of the limiters, read when they are collected.</summary>
internal sealed class LimiterMetrics
{
    public LimiterMetrics(IMeterFactory meters, WorkLimiter work, ReceivingLimiter receiving, ConnectionLimiter connections, StreamLimiter streams)
    {
        var meter = meters.CreateSessionMeter();
        meter.CreateObservableGauge("sessiongrains.door.inside", () => work.AtWork, "{request}", "Requests of players being processed.");
        meter.CreateObservableGauge("sessiongrains.door.waiting", () => work.Waiting, "{request}", "Starts waiting to be processed.");
        meter.CreateObservableGauge("sessiongrains.door.receiving", () => receiving.Bodies.Taken, "{request}", "Requests of players whose bodies are being received.");
        meter.CreateObservableGauge("sessiongrains.door.receiving.size", () => receiving.Bytes.Taken, "By", "Bytes held by players' bodies, from their arrival to the response.");
        meter.CreateObservableCounter("sessiongrains.door.refused", () => ReadRefused(work, receiving), "{request}", "Requests of players refused because a limit was reached, by reason.");
        meter.CreateObservableGauge("sessiongrains.door.connections", () => connections.Open, "{connection}", "Open connections.");
        meter.CreateObservableCounter("sessiongrains.door.limited", () => ReadLimited(work, receiving, connections, streams), "{request}", "Requests refused because their address held a quarter of a resource that was over half taken, by resource.");
    }

    private static Measurement<long>[] ReadLimited(WorkLimiter work, ReceivingLimiter receiving, ConnectionLimiter connections, StreamLimiter streams) =>
    [
        new(work.RateLimited, Resource(LimitedResources.Work)),
        new(receiving.Bodies.RateLimited, Resource(LimitedResources.Bodies)),
        new(receiving.Bytes.RateLimited, Resource(LimitedResources.Bytes)),
        new(connections.RateLimited, Resource(LimitedResources.Connections)),
        new(streams.RateLimited, Resource(LimitedResources.Streams)),
    ];

    private static KeyValuePair<string, object?> Resource(string name) => new("place", name);

    private static Measurement<long>[] ReadRefused(WorkLimiter work, ReceivingLimiter receiving) =>
    [
        new(work.Refused(WorkPriority.Ping), Reason("ping")),
        new(work.Refused(WorkPriority.Event), Reason("event")),
        new(work.Refused(WorkPriority.Start), Reason("start")),
        new(receiving.Bodies.Refused, Reason("bodies")),
        new(receiving.Bytes.Refused, Reason("bytes")),
    ];

    private static KeyValuePair<string, object?> Reason(string reason) => new("reason", reason);
}
