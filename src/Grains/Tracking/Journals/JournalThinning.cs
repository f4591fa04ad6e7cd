namespace SessionGrains.Tracking.Journals;

/// <summary>
/// Makes room in a full journal: entries are merged into the previous one, the least important first, until three quarters are left. What was on the screen
/// after a merged entry is then missing, a gap; nothing that is left becomes wrong. The result depends only on the entries, so any order of arrival within the
/// reorder window gives the same journal.
/// </summary>
internal static class JournalThinning
{
    /// <summary>Maximum number of entries in a journal.</summary>
    public const int MaxEntries = 128;

    private const int EntriesAfterThinning = MaxEntries * 3 / 4;

    public static List<JournalEntry> Thin(IEnumerable<JournalEntry> entries)
    {
        var left = new List<JournalEntry>(entries);
        while (left.Count > EntriesAfterThinning)
        {
            var at = IndexOfLeast(left);
            MoveStall(left, at);
            left[at - 1] = Merged(left, at);
            left.RemoveAt(at);
        }

        return left;
    }

    /// <summary>The entry to merge: of those with the lowest weight the one that costs the least time, then the one that lasted shortest; never the first or the last.</summary>
    private static int IndexOfLeast(List<JournalEntry> entries)
    {
        var (least, leastWeight) = (1, WeightOf(entries, 1));
        for (var i = 2; i < entries.Count - 1; i++)
        {
            var weight = WeightOf(entries, i);
            if (weight.CompareTo(leastWeight) < 0)
            {
                (least, leastWeight) = (i, weight);
            }
        }

        return least;
    }

    private static (int Weight, long LostMs, long DurationMs) WeightOf(List<JournalEntry> entries, int at)
    {
        var (entry, next) = (entries[at], entries[at + 1]);
        var lostMs = Continues(entries, at) ? 0 : entry.KnownMs(next);
        return (Weight(entries, at, lostMs), lostMs, next.OffsetMs - entry.OffsetMs);
    }

    /// <summary>
    /// Playhead samples weigh least, then repetitions, then changes of bitrate and player states, then short periods, then all else, and ads most. An ad or a break
    /// is kept as long as something that belongs to it is.
    /// </summary>
    private static int Weight(List<JournalEntry> entries, int at, long lostMs) => entries[at] switch
    {
        { IsSample: true } when lostMs == 0 => 0,
        { Type: PlayerEventType.Ping, Marks: JournalMarks.Late } when lostMs == 0 => 0,
        { Opens: true } when BelongsToOpened(entries[at + 1]) => 7,
        { Type: PlayerEventType.AdStart } => 6,
        { Scene: JournalScene.Ad } when lostMs > 0 => 5,
        var entry when lostMs == 0 && entries[at - 1] is var before && before.Type == entry.Type && before.Scene == entry.Scene && before.Subject == entry.Subject => 1,
        { Type: PlayerEventType.BitrateChange or PlayerEventType.StateStart or PlayerEventType.StateEnd } when lostMs == 0 => 2,
        {
            Type: PlayerEventType.Play or PlayerEventType.PauseStart or PlayerEventType.BufferStart or PlayerEventType.Ping or PlayerEventType.Error
            or PlayerEventType.BitrateChange or PlayerEventType.StateStart or PlayerEventType.StateEnd
        } => 3,
        _ => 4,
    };

    /// <summary>Whether the same is on the screen before and after an entry, without time in between of which nothing is known.</summary>
    private static bool Continues(List<JournalEntry> entries, int at) =>
        entries[at] is { Opens: false } entry && !entry.Has(JournalMarks.Silence) && entries[at - 1] is var before && before.Scene == entry.Scene && !before.Has(JournalMarks.Gap);

    /// <summary>Whether an entry is named after the ad or break that was opened before it.</summary>
    private static bool BelongsToOpened(in JournalEntry entry) => !entry.Opens
        && (entry.Scene is JournalScene.Ad or JournalScene.AdPaused or JournalScene.AdBuffering or JournalScene.AdBreak || entry.Type == PlayerEventType.AdBreakComplete);

    /// <summary>The entry before <paramref name="at"/> with that one merged into it.</summary>
    private static JournalEntry Merged(List<JournalEntry> entries, int at)
    {
        var (kept, merged, next) = (entries[at - 1], entries[at], entries[at + 1]);
        if (!merged.IsSample)
        {
            kept = kept with { Marks = kept.Marks | JournalMarks.Merged, Merged = kept.Merged + merged.Merged + 1 };
        }

        var takesNoTime = merged.OffsetMs == next.OffsetMs && !merged.Has(JournalMarks.Gap) && !merged.Has(JournalMarks.Silence);
        return kept.Has(JournalMarks.Gap) || takesNoTime ? kept
            : !Continues(entries, at) ? kept.WithGap(kept.KnownMs(merged), kept.Scene == JournalScene.Stalled ? kept.PlayheadMs : merged.PlayheadBeforeMs)
            : merged.Has(JournalMarks.Gap) ? kept.WithGap(merged.OffsetMs + merged.LastedMs - kept.OffsetMs, merged.LastPlayheadMs)
            : kept;
    }

    /// <summary>Before an entry is merged: notes the stall that was detected at it, or that it is a part of, at the entries in which the stall began.</summary>
    private static void MoveStall(List<JournalEntry> entries, int merged)
    {
        var detected = merged;
        while (entries[detected].Scene == JournalScene.Content && detected < entries.Count - 1)
        {
            detected++;
        }

        if (!entries[detected].Has(JournalMarks.Stall) || (detected > merged && !entries[merged].Has(JournalMarks.Silence)))
        {
            return;
        }

        var (left, playhead) = (entries[detected].StallMs, entries[detected].PlayheadMs);
        for (var at = detected - 1; at >= 0 && left > 0 && entries[at].Scene == JournalScene.Content && !entries[at].Has(JournalMarks.Gap); at--)
        {
            var knownMs = entries[at].KnownMs(entries[at + 1]);
            entries[at] = left >= knownMs ? entries[at] with { Scene = JournalScene.Stalled } : entries[at].WithGap(knownMs - left, playhead);
            left -= knownMs;
        }
    }
}
