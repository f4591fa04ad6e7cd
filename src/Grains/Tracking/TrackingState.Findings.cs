using SessionGrains.Messages;

namespace SessionGrains.Tracking;

/// <summary>Findings: each kind once, with the first event's ts and a count.</summary>
internal sealed partial class TrackingState
{
    public FindingEntry[] FindingEntries = [];
    public BoundedList OverLimitLists;

    public void Note(FindingKind kind, long sentTs, string? subject = null)
    {
        var at = Array.FindIndex(FindingEntries, e => e.Kind == kind);
        if (at < 0)
        {
            FindingEntries = [.. FindingEntries, new(kind, 1, sentTs, KeptText.Cut(subject))];
            return;
        }

        FindingEntries = (FindingEntry[])FindingEntries.Clone();
        FindingEntries[at] = FindingEntries[at] with { Count = FindingEntries[at].Count + 1 };
    }

    /// <summary>Notes lists that an event made too long; none is no finding.</summary>
    private void NoteOverLimit(BoundedList lists, long sentTs)
    {
        OverLimitLists |= lists;
        NoteIf(lists != BoundedList.None, FindingKind.OverLimit, sentTs);
    }

    private void NoteArrival(in ArrivedEvent arrived)
    {
        if (arrived.Oddities != ArrivalOddities.None)
        {
            NoteIf(arrived.IsLate, FindingKind.Late, arrived.SentTs);
            NoteIf((arrived.Oddities & ArrivalOddities.ClockSkew) != 0, FindingKind.ClockSkew, arrived.SentTs);
            NoteIf((arrived.Oddities & ArrivalOddities.ClockJump) != 0, FindingKind.ClockJump, arrived.SentTs);
        }

        if (arrived.Details is { } details)
        {
            NoteIf(details.MetadataIgnored, FindingKind.MetadataIgnored, arrived.SentTs);
            NoteReading(details.UnknownMember, details.Cuts, arrived.SentTs);
        }
    }

    /// <summary>What the reader of a request found odd, or did not keep of it.</summary>
    public void NoteReading(string? unknownMember, ReadingCuts cuts, long sentTs)
    {
        if (unknownMember is not null)
        {
            Note(FindingKind.UnknownMember, sentTs, unknownMember);
        }

        if (cuts != ReadingCuts.None)
        {
            NoteIf((cuts & ReadingCuts.Text) != 0, FindingKind.TextCut, sentTs);
            NoteOverLimit(BoundedLists.Of(cuts), sentTs);
        }
    }

    private void NoteIf(bool condition, FindingKind kind, long sentTs)
    {
        if (condition)
        {
            Note(kind, sentTs);
        }
    }

    private void NoteEqualTs(in ArrivedEvent arrived, EventRank rank)
    {
        var bit = 1u << (int)rank;
        if (!HasEvents || arrived.Ts != LastTs)
        {
            RanksAtLastTs = bit;
            return;
        }

        NoteIf((RanksAtLastTs & bit & EventRanks.OrderMatters) != 0, FindingKind.EqualTs, arrived.SentTs);
        RanksAtLastTs |= bit;
    }
}

/// <summary>One kind of finding, counted. <paramref name="Subject"/> is what the sentence names, if anything.</summary>
internal readonly record struct FindingEntry(
    FindingKind Kind, int Count, long Ts, string? Subject);
