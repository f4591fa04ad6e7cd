using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SessionGrains.Rooms;

/// <summary>The room in the memory of this process.</summary>
public sealed class MemoryRoom(IOptions<MemoryRoomOptions> options, ILogger<MemoryRoom> logger) : Room("memory of this silo", logger)
{
    protected override RoomThresholds ThresholdsOf(RoomSample sample) =>
        new(sample.LimitBytes / 100 * options.Value.TightBelowPercent, sample.LimitBytes / 100 * options.Value.FullBelowPercent);
}
