using SessionGrains.Messages;

namespace SessionGrains.Tracking;

/// <summary>Findings: each kind once, with the first event's ts and a count.</summary>
internal sealed partial class TrackingState
{
    public FindingEntry[] FindingEntries = [];
    public BoundedList OverLimitLists;

    public void AddFinding(FindingKind kind, long sentTs, string? subject = null)
    {
        var at = Array.FindIndex(FindingEntries, e => e.Kind == kind);
        if (at < 0)
        {
            FindingEntries = [.. FindingEntries, new(kind, 1, sentTs, BoundedText.Cut(subject))];
            return;
        }

        FindingEntries = (FindingEntry[])FindingEntries.Clone();
        FindingEntries[at] = FindingEntries[at] with { Count = FindingEntries[at].Count + 1 };
    }

    /// <summary>Notes lists that an event made too long; none is no finding.</summary>
    private void RecordOverLimit(BoundedList lists, long sentTs)
    {
        OverLimitLists |= lists;
        AddFindingIf(lists != BoundedList.None, FindingKind.OverLimit, sentTs);
    }

    private void RecordArrival(in ArrivedEvent arrived)
    {
        if (arrived.Flags != ArrivalFlags.None)
        {
            AddFindingIf(arrived.IsLate, FindingKind.Late, arrived.SentTs);
            AddFindingIf((arrived.Flags & ArrivalFlags.ClockSkew) != 0, FindingKind.ClockSkew, arrived.SentTs);
            AddFindingIf((arrived.Flags & ArrivalFlags.ClockJump) != 0, FindingKind.ClockJump, arrived.SentTs);
        }

        if (arrived.Details is { } details)
        {
            AddFindingIf(details.MetadataIgnored, FindingKind.MetadataIgnored, arrived.SentTs);
            RecordReaderFindings(details.UnknownMember, details.Cuts, arrived.SentTs);
        }
    }

    /// <summary>What the reader of a request found odd, or did not keep of it.</summary>
    public void RecordReaderFindings(string? unknownMember, ReaderCuts cuts, long sentTs)
    {
        if (unknownMember is not null)
        {
            AddFinding(FindingKind.UnknownMember, sentTs, unknownMember);
        }

        if (cuts != ReaderCuts.None)
        {
            AddFindingIf((cuts & ReaderCuts.Text) != 0, FindingKind.TextCut, sentTs);
            RecordOverLimit(BoundedLists.Of(cuts), sentTs);
        }
    }

    private void AddFindingIf(bool condition, FindingKind kind, long sentTs)
    {
        if (condition)
        {
            AddFinding(kind, sentTs);
        }
    }

    private void RecordEqualTs(in ArrivedEvent arrived, EventRank rank)
    {
        var bit = 1u << (int)rank;
        if (!HasEvents || arrived.Ts != LastTs)
        {
            RanksAtLastTs = bit;
            return;
        }

        AddFindingIf((RanksAtLastTs & bit & EventRanks.OrderMatters) != 0, FindingKind.EqualTs, arrived.SentTs);
        RanksAtLastTs |= bit;
    }
}

/// <summary>One kind of finding, counted. <paramref name="Subject"/> is what the sentence names, if anything.</summary>
internal readonly record struct FindingEntry(
    FindingKind Kind, int Count, long Ts, string? Subject);
