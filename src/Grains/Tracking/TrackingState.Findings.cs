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

    /// <summary>Takes an event off a finding: it turned out to be none. The ts of the finding stays; without events the finding goes.</summary>
    private void TakeBackFinding(FindingKind kind)
    {
        var at = Array.FindIndex(FindingEntries, e => e.Kind == kind);
        FindingEntries = FindingEntries[at].Count > 1
            ? FindingEntries.With(at, FindingEntries[at] with { Count = FindingEntries[at].Count - 1 })
            : [.. FindingEntries.AsSpan(0, at), .. FindingEntries.AsSpan(at + 1)];
    }

    /// <summary>Records the lists that an event made too long; <see cref="BoundedList.None"/> records nothing.</summary>
    private void RecordOverLimit(BoundedList lists, long sentTs)
    {
        OverLimitLists |= lists;
        AddFindingIf(lists != BoundedList.None, FindingKind.OverLimit, sentTs);
    }

    private void RecordArrival(in ArrivedEvent arrived, in SessionFacts facts)
    {
        if (arrived.Flags != ArrivalFlags.None)
        {
            AddFindingIf(arrived.IsLate, FindingKind.Late, arrived.SentTs);
            AddFindingIf(arrived.Has(ArrivalFlags.ClockSkew), FindingKind.ClockSkew, arrived.SentTs);
            AddFindingIf(arrived.Has(ArrivalFlags.ClockJump), FindingKind.ClockJump, arrived.SentTs);
            AddFindingIf(arrived.Has(ArrivalFlags.ClockDrift), FindingKind.ClockDrift, arrived.SentTs);
            AddFindingIf(arrived.Has(ArrivalFlags.MetadataIgnored), FindingKind.MetadataIgnored, arrived.SentTs);
            AddFindingIf(arrived.Has(ArrivalFlags.EmptyId), FindingKind.EmptyId, arrived.SentTs);
        }

        RecordPlayhead(arrived.Playhead, facts.LengthSeconds, arrived.SentTs);
        if (arrived.Details is { } details)
        {
            RecordReaderFindings(details.UnknownMember, details.Cuts, arrived.SentTs);
        }
    }

    /// <summary>Records a playhead that cannot belong to content of this length.</summary>
    public void RecordPlayhead(double playhead, double lengthSeconds, long sentTs) =>
        AddFindingIf(lengthSeconds > 0 && playhead > lengthSeconds + SeekSeconds, FindingKind.PlayheadBeyondLength, sentTs);

    /// <summary>Records that main content moves although it has never been started. Call it before the event is applied.</summary>
    private void RecordContentWithoutPlay(in ArrivedEvent arrived) => AddFindingIf(
        !ContentStarted && HasEvents && Place == PlaybackPlace.Content && arrived.Type != PlayerEventType.Play && Math.Abs(arrived.Playhead - Playhead) > SeekSeconds,
        FindingKind.ContentWithoutPlay,
        arrived.SentTs);

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
            AddFindingIf((cuts & ReaderCuts.PlayheadRange) != 0, FindingKind.PlayheadRange, sentTs);
            AddFindingIf((cuts & ReaderCuts.OtherPath) != 0, FindingKind.PathMismatch, sentTs);
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
