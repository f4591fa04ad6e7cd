using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SessionGrains.Rooms;

/// <summary>The room in the memory of this process.</summary>
public sealed class MemoryRoom(IOptions<MemoryRoomOptions> options, ILogger<MemoryRoom> logger) : Room("memory of this silo", logger)
{
    /// <summary>What work in progress needs, whatever the percents are: bodies that arrive, records that are read and written, what the collector has not freed yet.</summary>
    private const long Working = 40L << 20;

    /// <summary>Where the working memory is the larger: no more than these, or quiet sessions that are put away would not make room for starts.</summary>
    private const int MaxTightPercent = 30;

    private const int MaxFullPercent = 20;

    protected override RoomThresholds ThresholdsOf(RoomSample sample)
    {
        var percent = sample.LimitBytes / 100;
        return new(
            Math.Max(percent * options.Value.TightBelowPercent, Math.Min(Working / 2 * 3, percent * MaxTightPercent)),
            Math.Max(percent * options.Value.FullBelowPercent, Math.Min(Working, percent * MaxFullPercent)));
    }
}
