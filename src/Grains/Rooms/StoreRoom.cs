namespace SessionGrains.Rooms;

/// <summary>The room in the session store: on the disk, or below the memory limit of Redis.</summary>
public sealed class StoreRoom(IOptions<StoreRoomOptions> options, ILogger<StoreRoom> logger) : Room("session store", logger)
{
    protected override RoomThresholds ThresholdsOf(RoomSample sample)
    {
        var full = Math.Min(sample.LimitBytes / 100 * options.Value.FullBelowPercent, options.Value.FullBelowBytes);
        var tight = Math.Min(sample.LimitBytes / 100 * options.Value.TightBelowPercent, options.Value.TightBelowBytes);

        // An open session must find room to be closed.
        return new(Math.Max(tight, full + sample.ReservedBytes), full);
    }
}
