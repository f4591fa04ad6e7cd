namespace SessionGrains.Tracking;

/// <summary>Findings: each kind once, with the first event's ts and a count.</summary>
internal sealed partial class TrackingState
{
    [Id(100)] public FindingEntry[] FindingEntries = [];
    [Id(101)] public BoundedList OverLimitLists;

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

    private void NoteOverLimit(BoundedList list, long sentTs)
    {
        OverLimitLists |= list;
        Note(FindingKind.OverLimit, sentTs);
    }

    private void NoteArrival(ArrivedEvent arrived)
    {
        if (arrived.Oddities != ArrivalOddities.None)
        {
            NoteIf(arrived.IsLate, FindingKind.Late, arrived.SentTs);
            NoteIf((arrived.Oddities & ArrivalOddities.ClockSkew) != 0, FindingKind.ClockSkew, arrived.SentTs);
            NoteIf((arrived.Oddities & ArrivalOddities.ClockJump) != 0, FindingKind.ClockJump, arrived.SentTs);
        }

        NoteIf(arrived.Details is { MetadataIgnored: true }, FindingKind.MetadataIgnored, arrived.SentTs);
        if (arrived.Details?.UnknownMember is { } pointer)
        {
            Note(FindingKind.UnknownMember, arrived.SentTs, pointer);
        }
    }

    private void NoteIf(bool condition, FindingKind kind, long sentTs)
    {
        if (condition)
        {
            Note(kind, sentTs);
        }
    }

    private void NoteEqualTs(ArrivedEvent arrived, EventRank rank)
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
[GenerateSerializer, Immutable, Alias("sg.finding-entry")]
internal readonly record struct FindingEntry(
    [property: Id(0)] FindingKind Kind, [property: Id(1)] int Count, [property: Id(2)] long Ts, [property: Id(3)] string? Subject);

/// <summary>The lists of a session that have an end (decisions.md section 6, "Kept, and no more"). The numbers are stored.</summary>
[Flags]
internal enum BoundedList : byte
{
    None = 0,
    Ads = 1,
    Chapters = 2,
    Errors = 4,
    PlayerStates = 8,
    QoeKeys = 16,
    WatchedIntervals = 32,
}
