using System.Diagnostics.Metrics;
using SessionGrains.Telemetry;

namespace SessionGrains.Rooms;

/// <summary>The metrics of room. A hosted service so that they exist from the start.</summary>
internal sealed class RoomInstruments : IHostedService
{
    public RoomInstruments(IMeterFactory meters, StoreRoom store, MemoryRoom memory)
    {
        var meter = meters.CreateSessionMeter();
        Add(meter, "sessiongrains.store", store, "the session store");
        Add(meter, "sessiongrains.memory", memory, "the memory of this silo");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Nothing is reported without a measurement, as for a store in memory.</summary>
    private static void Add(Meter meter, string name, Room room, string what)
    {
        meter.CreateObservableGauge(name + ".room", () => Measured(room, (int)room.Level), null, $"Room in {what}: 0 for everything, 1 for open sessions alone, 2 for nothing that grows.");
        meter.CreateObservableGauge(name + ".free", () => Measured(room, room.Last.FreeBytes), "By", $"Free in {what}.");
        meter.CreateObservableGauge(name + ".limit", () => Measured(room, room.Last.LimitBytes), "By", $"All of {what}, used or not.");
    }

    private static IEnumerable<Measurement<T>> Measured<T>(Room room, T value)
        where T : struct => room.Last.LimitBytes > 0 ? [new Measurement<T>(value)] : [];
}
