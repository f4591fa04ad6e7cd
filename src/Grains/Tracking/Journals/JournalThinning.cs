namespace SessionGrains.Tracking.Journals;

/// <summary>
/// Makes room in a full journal: entries are merged into the previous one, the least important first, until three quarters are left. The result depends only on
/// the entries, so any order of arrival within the reorder window gives the same journal.
/// </summary>
internal static class JournalThinning
{
    /// <summary>Maximum number of entries in a journal.</summary>
    public const int MaxEntries = 128;

    private const int EntriesAfterThinning = MaxEntries * 3 / 4;

    public static List<JournalEntry> Thin(IEnumerable<JournalEntry> entries)
    {
        var left = new List<JournalEntry>(entries);
        var weights = new List<EntryWeight>(left.Count);
        for (var i = 0; i < left.Count; i++)
        {
            weights.Add(WeightOf(left, i));
        }

        while (left.Count > EntriesAfterThinning)
        {
            var at = IndexOfLeast(weights);
            MergeInto(left, at);
            weights.RemoveAt(at);

            // Only the weights of the neighbours have changed.
            weights[at - 1] = WeightOf(left, at - 1);
            weights[at] = WeightOf(left, at);
        }

        return left;
    }

    /// <summary>The entry to merge: of those with the lowest weight the one that lasted shortest; never the first or the last.</summary>
    private static int IndexOfLeast(List<EntryWeight> weights)
    {
        var least = 1;
        for (var i = 2; i < weights.Count - 1; i++)
        {
            if (weights[i].IsLessThan(weights[least]))
            {
                least = i;
            }
        }

        return least;
    }

    private static EntryWeight WeightOf(List<JournalEntry> entries, int at) =>
        at == 0 || at == entries.Count - 1 ? default : new(Weight(entries, at), DurationMs(entries, at));

    /// <summary>Playhead samples weigh least, then repetitions, then changes of bitrate and player states, then short periods, then ads and chapters.</summary>
    private static int Weight(List<JournalEntry> entries, int at) => entries[at] switch
    {
        { IsSample: true } when entries[at - 1].Scene == entries[at].Scene => 0,
        { Type: PlayerEventType.Ping, Marks: JournalMarks.Late } => 0,
        var entry when entries[at - 1] is var before && before.Type == entry.Type && before.Scene == entry.Scene && before.Subject == entry.Subject => 1,
        { Type: PlayerEventType.BitrateChange or PlayerEventType.StateStart or PlayerEventType.StateEnd } => 2,
        { Type: PlayerEventType.Play or PlayerEventType.PauseStart or PlayerEventType.BufferStart or PlayerEventType.Ping or PlayerEventType.Error } => 3,
        _ => 4,
    };

    private static long DurationMs(List<JournalEntry> entries, int at) => entries[at + 1].OffsetMs - entries[at].OffsetMs;

    private static void MergeInto(List<JournalEntry> entries, int at)
    {
        var (kept, merged) = (entries[at - 1], entries[at]);
        entries.RemoveAt(at);
        if (!merged.IsSample)
        {
            entries[at - 1] = kept with { Marks = kept.Marks | JournalMarks.Merged, Merged = kept.Merged + merged.Merged + 1 };
        }
    }

    /// <summary>How important an entry is: its weight, then its duration.</summary>
    private readonly record struct EntryWeight(int Weight, long DurationMs)
    {
        public bool IsLessThan(in EntryWeight other) => Weight < other.Weight || (Weight == other.Weight && DurationMs < other.DurationMs);
    }
}
