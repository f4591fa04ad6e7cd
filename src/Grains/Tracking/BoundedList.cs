namespace SessionGrains.Tracking;

/// <summary>The lists that have an end (decisions.md sections 2 and 6). The numbers are stored.</summary>
[Flags]
internal enum BoundedList : ushort
{
    None = 0,
    Ads = 1,
    Chapters = 2,
    Errors = 4,
    PlayerStates = 8,
    QoeKeys = 16,
    WatchedIntervals = 32,
    AdBreaks = 64,
    States = 128,
    UnknownMembers = 256,
    Metadata = 512,
}
