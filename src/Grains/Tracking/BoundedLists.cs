using System.Collections.Immutable;
using SessionGrains.Messages;

namespace SessionGrains.Tracking;

/// <summary>The bounded lists in words, and which of them a reader cut.</summary>
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

    /// <summary>The lists by name; what ads, adBreaks and chapters say has one more bound, together.</summary>
    public static string Describe(BoundedList lists)
    {
        var names = string.Join(", ", Names.Where(name => lists.HasFlag(name.List)).Select(static name => name.Name));
        return (lists & (BoundedList.Ads | BoundedList.AdBreaks | BoundedList.Chapters)) == BoundedList.None
            ? names
            : $"{names}; ads, adBreaks and chapters have 256 KiB together";
    }

    /// <summary>The lists of an event that were too long for its reader.</summary>
    public static BoundedList Of(ReaderCuts cuts)
    {
        var lists = BoundedList.None;
        lists |= (cuts & ReaderCuts.States) != 0 ? BoundedList.States : BoundedList.None;
        lists |= (cuts & ReaderCuts.UnknownMembers) != 0 ? BoundedList.UnknownMembers : BoundedList.None;
        lists |= (cuts & ReaderCuts.Metadata) != 0 ? BoundedList.Metadata : BoundedList.None;
        lists |= (cuts & ReaderCuts.QoeKeys) != 0 ? BoundedList.QoeKeys : BoundedList.None;
        return lists;
    }
}
