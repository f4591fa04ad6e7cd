using System.Collections.Immutable;

namespace SessionGrains.Tracking;

/// <summary>The lists that have a limit (docs/protocol.md#7-limits). The numbers are stored.</summary>
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

internal static class BoundedLists
{
    private static readonly ImmutableArray<(BoundedList List, string Name)> Names =
    [
        (BoundedList.Ads, "ads (200)"),
        (BoundedList.AdBreaks, "adBreaks (200)"),
        (BoundedList.Chapters, "chapters (200)"),
        (BoundedList.Errors, "errors (32 distinct)"),
        (BoundedList.PlayerStates, "playerStates (10)"),
        (BoundedList.QoeKeys, "qoeData (32 unknown keys, 8 KiB, 1,024 characters each)"),
        (BoundedList.WatchedIntervals, "watched intervals (64, the nearest were merged)"),
        (BoundedList.States, "statesStart and statesEnd (20 in an event)"),
        (BoundedList.UnknownMembers, "unknown members (32 in an event)"),
        (BoundedList.Metadata, "customMetadata (64 in an event, 256 in a sessionStart)"),
    ];

    /// <summary>The lists with their limits, for the finding <c>over-limit</c>.</summary>
    public static string Describe(BoundedList lists)
    {
        var names = string.Join(", ", Names.Where(name => lists.HasFlag(name.List)).Select(static name => name.Name));
        return (lists & (BoundedList.Ads | BoundedList.AdBreaks | BoundedList.Chapters | BoundedList.Errors)) == BoundedList.None
            ? names
            : $"{names}; ads, adBreaks, chapters and errors may say 256 KiB together, in memory";
    }

    /// <summary>The lists that the reader of a request cut.</summary>
    public static BoundedList Of(ReaderCuts cuts) =>
        ((cuts & ReaderCuts.States) != 0 ? BoundedList.States : BoundedList.None)
        | ((cuts & ReaderCuts.UnknownMembers) != 0 ? BoundedList.UnknownMembers : BoundedList.None)
        | ((cuts & ReaderCuts.Metadata) != 0 ? BoundedList.Metadata : BoundedList.None)
        | ((cuts & ReaderCuts.QoeKeys) != 0 ? BoundedList.QoeKeys : BoundedList.None);
}
