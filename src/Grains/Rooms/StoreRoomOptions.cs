namespace SessionGrains.Rooms;

/// <summary>When the session store counts as tight and as full: the <c>Storage:Room</c> section of the configuration.</summary>
public sealed class StoreRoomOptions
{
    public const string Section = "Storage:Room";

    /// <summary>
    /// Percent of free space below which no session is started; open ones continue. Default 20; 2 to 90. What the open sessions will still take is kept free
    /// above <see cref="FullBelowPercent"/> in any case.
    /// </summary>
    public int TightBelowPercent { get; set; } = 20;

    /// <summary>Free bytes that are enough for starts, whatever the percentage. Default 8 GiB; from 1 MiB.</summary>
    public long TightBelowBytes { get; set; } = 8L << 30;

    /// <summary>Percent of free space below which nothing is accepted that grows. Default 5; 1 to 50, and less than <see cref="TightBelowPercent"/>.</summary>
    public int FullBelowPercent { get; set; } = 5;

    /// <summary>
    /// Free bytes that are enough for events, whatever the percentage. Default 2 GiB; from 512 KiB, and less than <see cref="TightBelowBytes"/>.
    /// </summary>
    public long FullBelowBytes { get; set; } = 2L << 30;
}
