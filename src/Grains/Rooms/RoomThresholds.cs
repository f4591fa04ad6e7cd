namespace SessionGrains.Rooms;

/// <summary>Free bytes below which a room is tight, and full.</summary>
public readonly record struct RoomThresholds(long TightBelow, long FullBelow)
{
    /// <summary>
    /// The level for so many free bytes. One is left only with a quarter more than its threshold: what ends at a threshold and what begins there
    /// would otherwise take turns.
    /// </summary>
    public RoomLevel Level(long freeBytes, RoomLevel now)
    {
        if (freeBytes < Left(FullBelow, now == RoomLevel.Full))
        {
            return RoomLevel.Full;
        }

        return freeBytes < Left(TightBelow, now != RoomLevel.Roomy) ? RoomLevel.Tight : RoomLevel.Roomy;
    }

    private static long Left(long threshold, bool isBelow) => isBelow ? threshold + (threshold / 4) : threshold;
}
