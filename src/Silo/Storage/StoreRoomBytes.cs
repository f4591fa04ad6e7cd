namespace SessionGrains.Silo.Storage;

/// <summary>What is reckoned with where room is measured.</summary>
internal static class StoreRoomBytes
{
    /// <summary>What an open session may still take besides its sessionStart told again in its report: its progress, and the report's own.</summary>
    public const int OfClosing = 4096;
}
