namespace SessionGrains.Rooms;

/// <summary>A measurement of a room.</summary>
/// <param name="FreeBytes">Free bytes.</param>
/// <param name="LimitBytes">All bytes, used or free.</param>
/// <param name="ReservedBytes">Bytes that the open sessions will still take until they are closed.</param>
public readonly record struct RoomSample(long FreeBytes, long LimitBytes, long ReservedBytes = 0);
