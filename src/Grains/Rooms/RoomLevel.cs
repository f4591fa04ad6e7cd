namespace SessionGrains.Rooms;

/// <summary>How much room there is. The numbers are what the metrics show.</summary>
public enum RoomLevel : byte
{
    /// <summary>For everything.</summary>
    Roomy = 0,

    /// <summary>For the sessions that are open, not for new ones.</summary>
    Tight = 1,

    /// <summary>For nothing that grows: what an open session gets by with, and its end.</summary>
    Full = 2,
}
