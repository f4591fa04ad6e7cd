namespace SessionGrains.Rooms;

/// <summary>The room in the memory of this process.</summary>
public sealed class MemoryRoom(IOptions<MemoryRoomOptions> options, ILogger<MemoryRoom> logger) : Room("memory of this silo", logger)
{
    /// <summary>
    /// Working memory, whatever the percentages are: arriving bodies, records being read and written, and memory that the collector has not freed yet.
    /// </summary>
    private const long Working = 40L << 20;

    /// <summary>
    /// Upper limits of the thresholds if the working memory is larger: otherwise removing idle sessions from memory would never make room for starts.
    /// </summary>
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
