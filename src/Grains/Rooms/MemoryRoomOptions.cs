namespace SessionGrains.Rooms;

/// <summary>
/// When the memory of a silo counts as tight and as full: the <c>Memory</c> section of the configuration. The limit is that of the garbage collector: three
/// quarters of the container's memory, <c>DOTNET_GCHeapHardLimit</c>, or the machine's memory.
/// </summary>
public sealed class MemoryRoomOptions
{
    public const string Section = "Memory";

    /// <summary>
    /// Percent of free memory below which no session is started; open ones continue. Default 20; 2 to 90. At least 60 MiB, or 30 percent if that is less.
    /// </summary>
    public int TightBelowPercent { get; set; } = 20;

    /// <summary>
    /// Percent of free memory below which nothing is accepted that makes a session larger. Default 10; 1 to 50, and less than <see cref="TightBelowPercent"/>.
    /// At least 40 MiB, or 20 percent if that is less.
    /// </summary>
    public int FullBelowPercent { get; set; } = 10;
}
