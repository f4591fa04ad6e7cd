namespace SessionGrains.Tracking;

/// <summary>Moments that matter only for a second (docs/protocol.md#4-from-events-to-a-session). Immutable: nearly always a session has none.</summary>
/// <param name="CutAdTs">When an adBreakComplete cut an ad whose own end may still come; <see cref="None"/> for none.</param>
/// <param name="CutAdIndex">Index of that ad in the list; −1 if it is not listed.</param>
/// <param name="ContentStartTs">When a <c>play</c> started the content; <see cref="None"/> for none.</param>
internal sealed record RecentMoments(long CutAdTs, int CutAdIndex, long ContentStartTs)
{
    public const long None = long.MinValue;

    private const long KeptMs = 1_000;

    public static RecentMoments CutAd(RecentMoments? before, long ts, int index) => new(ts, index, before?.ContentStartTs ?? None);

    public static RecentMoments ContentStart(RecentMoments? before, long ts) => new(before?.CutAdTs ?? None, before?.CutAdIndex ?? -1, ts);

    /// <summary>What still matters at <paramref name="ts"/>; null for nothing.</summary>
    public RecentMoments? At(long ts) => Of(IsRecent(CutAdTs, ts) ? CutAdTs : None, CutAdIndex, IsRecent(ContentStartTs, ts) ? ContentStartTs : None);

    public RecentMoments? WithoutCutAd() => Of(None, -1, ContentStartTs);

    private static bool IsRecent(long moment, long ts) => moment != None && ts - moment <= KeptMs;

    private RecentMoments? Of(long cutAdTs, int cutAdIndex, long contentStartTs) =>
        cutAdTs == CutAdTs && contentStartTs == ContentStartTs ? this
        : cutAdTs == None && contentStartTs == None ? null
        : new(cutAdTs, cutAdTs == None ? -1 : cutAdIndex, contentStartTs);
}
