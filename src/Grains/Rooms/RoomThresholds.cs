namespace SessionGrains.Rooms;

/// <summary>The free bytes below which a room is tight, and full.</summary>
public readonly record struct RoomThresholds(long TightBelow, long FullBelow)
{
    /// <summary>The level for a number of free bytes. Leaving a level takes a quarter more than its threshold, so that the level does not flap.</summary>
    public RoomLevel Level(long freeBytes, RoomLevel now)
    {
        if (freeBytes < Threshold(FullBelow, now == RoomLevel.Full))
        {
            return RoomLevel.Full;
        }

        return freeBytes < Threshold(TightBelow, now != RoomLevel.Roomy) ? RoomLevel.Tight : RoomLevel.Roomy;
    }

    private static long Threshold(long threshold, bool isBelow) => isBelow ? threshold + (threshold / 4) : threshold;
}
