namespace SessionGrains.Rooms;

/// <summary>What was measured of a room.</summary>
/// <param name="FreeBytes">What can still be used.</param>
/// <param name="LimitBytes">All there is, used or not.</param>
/// <param name="ReservedBytes">What the open sessions will still take until they are closed.</param>
public readonly record struct RoomSample(long FreeBytes, long LimitBytes, long ReservedBytes = 0);
