namespace SessionGrains.Tracking;

/// <summary>Findings (docs/protocol.md#5-findings): each kind once, with the ts of the first event and a count.</summary>
internal sealed partial class TrackingState
{
    public FindingEntry[] FindingEntries = [];
    public BoundedList OverLimitLists;

    public void AddFinding(FindingKind kind, long sentTs, string? subject = null)
    {
        var at = Array.FindIndex(FindingEntries, e => e.Kind == kind);
        FindingEntries = at < 0
            ? [.. FindingEntries, new(kind, 1, sentTs, BoundedText.Cut(subject))]
            : FindingEntries.With(at, FindingEntries[at] with { Count = FindingEntries[at].Count + 1 });
    }

    /// <summary>Records the lists that an event made too long; <see cref="BoundedList.None"/> records nothing.</summary>
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

    /// <summary>Records what the reader of a request found or dropped.</summary>
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
