using SessionGrains.Messages;

namespace SessionGrains.Tracking.Journals;

/// <summary>
/// Makes room in a full journal: entries are merged into the neighbour before them, what tells least first, until three quarters are left. Only
/// the entries decide, so any arrival order within the reorder window leaves the same journal.
/// </summary>
internal static class JournalThinning
{
    /// <summary>Entries that a journal holds.</summary>
    public const int MaxEntries = 128;

    private const int LeftOver = MaxEntries * 3 / 4;

    public static List<JournalEntry> Thin(IEnumerable<JournalEntry> entries)
    {
        var left = new List<JournalEntry>(entries);
        var weights = new List<EntryWeight>(left.Count);
        for (var i = 0; i < left.Count; i++)
        {
            weights.Add(WeightOf(left, i));
        }

        while (left.Count > LeftOver)
        {
            var at = Least(weights);
            MergeInto(left, at);
            weights.RemoveAt(at);

            // Only the neighbours tell something else now.
            weights[at - 1] = WeightOf(left, at - 1);
            weights[at] = WeightOf(left, at);
        }

        return left;
    }

    /// <summary>The entry to merge: of the least weights kind the one after which the next thing happened soonest; never the first nor the last.</summary>
    private static int Least(List<EntryWeight> weights)
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
        at == 0 || at == entries.Count - 1 ? default : new(Weight(entries, at), Lasts(entries, at));

    /// <summary>Playhead places tell least, then repetitions, then what changes no scene, then states, then ads and chapters.</summary>
    private static int Weight(List<JournalEntry> entries, int at) => entries[at] switch
    {
        { IsSample: true } when entries[at - 1].Scene == entries[at].Scene => 0,
        { Type: PlayerEventType.Ping, Marks: JournalMarks.Late } => 0,
        var entry when entries[at - 1] is var before && before.Type == entry.Type && before.Scene == entry.Scene && before.Subject == entry.Subject => 1,
        { Type: PlayerEventType.BitrateChange or PlayerEventType.StateStart or PlayerEventType.StateEnd } => 2,
        { Type: PlayerEventType.Play or PlayerEventType.PauseStart or PlayerEventType.BufferStart or PlayerEventType.Ping or PlayerEventType.Error } => 3,
        _ => 4,
    };

    private static long Lasts(List<JournalEntry> entries, int at) => entries[at + 1].OffsetMs - entries[at].OffsetMs;

    private static void MergeInto(List<JournalEntry> entries, int at)
    {
        var (kept, merged) = (entries[at - 1], entries[at]);
        entries.RemoveAt(at);
        if (!merged.IsSample)
        {
            entries[at - 1] = kept with { Marks = kept.Marks | JournalMarks.Merged, Merged = kept.Merged + merged.Merged + 1 };
        }
    }

    /// <summary>How much an entry tells.</summary>
    private readonly record struct EntryWeight(int Weight, long Lasts)
    {
        public bool IsLessThan(in EntryWeight other) => Weight < other.Weight || (Weight == other.Weight && Lasts < other.Lasts);
    }
}
