namespace SessionGrains.Rooms;

/// <summary>
/// When the memory of a silo counts as tight and as full: the <c>Memory</c> section of the configuration. The limit is what the garbage collector goes by: that of the
/// container (three quarters of it), <c>DOTNET_GCHeapHardLimit</c>, or the machine's.
/// </summary>
public sealed class MemoryRoomOptions
{
    public const string Section = "Memory";

    /// <summary>Free percent of the memory below which no session is started; open ones go on. Default 20; 2 to 90. It is never less than 60 MiB, or 30 percent if that is less.</summary>
    public int TightBelowPercent { get; set; } = 20;

    /// <summary>Free percent of the memory below which nothing is taken that makes a session larger. Default 10; 1 to 50, and less than <see cref="TightBelowPercent"/>. It is never less than 40 MiB, or 20 percent if that is less.</summary>
    public int FullBelowPercent { get; set; } = 10;
}
