namespace SessionGrains.Rooms;

/// <summary>How much room there is. The numbers are shown in metrics.</summary>
public enum RoomLevel : byte
{
    /// <summary>Everything is accepted.</summary>
    Roomy = 0,

    /// <summary>Open sessions continue; no session starts.</summary>
    Tight = 1,

    /// <summary>Nothing is accepted that makes a session larger; a sessionEnd always is.</summary>
    Full = 2,
}
