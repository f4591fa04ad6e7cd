namespace SessionGrains.Tracking;

/// <summary>The events of one ts, handed out one by one in the order that the state at that moment calls for.</summary>
internal readonly ref struct EqualTsQueue
{
    private const int Ranks = (int)EventRank.Late + 1;
    private readonly ArrivedEvent? _only;
    private readonly LinkedList<ArrivedEvent>?[]? _byRank;

    /// <param name="group">At least one event, in order of arrival.</param>
    public EqualTsQueue(ReadOnlySpan<ArrivedEvent> group)
    {
        if (group.Length == 1)
        {
            _only = group[0];
            return;
        }

        _byRank = new LinkedList<ArrivedEvent>?[Ranks];
        foreach (var arrived in group)
        {
            var rank = arrived.IsLate ? EventRank.Late : EventRanks.Of(arrived.Event);
            (_byRank[(int)rank] ??= new()).AddLast(arrived);
        }
    }

    /// <summary>The next event and the rank that it was picked at. Call it once for each event of the group.</summary>
    public (ArrivedEvent Next, EventRank Rank) Next(TrackingState state)
    {
        if (_only is not null)
        {
            var rank = _only.IsLate ? EventRank.Late : EventRanks.Of(_only.Event);
            return (_only, rank <= EventRank.StateClosing && !HasSomethingToClose(state, rank, _only) ? EventRank.Stray : rank);
        }

        for (var rank = EventRank.AdClosing; rank < EventRank.Stray; rank++)
        {
            if (TakeFirst(state, rank, mustClose: rank <= EventRank.StateClosing) is { } next)
            {
                return (next, rank);
            }
        }

        for (var rank = EventRank.AdClosing; rank <= EventRank.StateClosing; rank++)
        {
            if (TakeFirst(state, rank, mustClose: false) is { } stray)
            {
                return (stray, EventRank.Stray);
            }
        }

        for (var rank = EventRank.Complete; rank <= EventRank.Late; rank++)
        {
            if (TakeFirst(state, rank, mustClose: false) is { } next)
            {
                return (next, rank);
            }
        }

        throw new InvalidOperationException("Every event of the group has been handed out.");
    }

    private static bool HasSomethingToClose(TrackingState state, EventRank rank, ArrivedEvent arrived) => rank switch
    {
        EventRank.AdClosing => state.AdIsOpen,
        EventRank.AdBreakClosing => state.AdBreakIsOpen,
        EventRank.ChapterClosing => state.ChapterIsOpen,
        _ => state.OpenedTsOfAny(arrived.Event.StatesEnd) is not null,
    };

    private ArrivedEvent? TakeFirst(TrackingState state, EventRank rank, bool mustClose)
    {
        var queue = _byRank![(int)rank];
        for (var node = queue?.First; node is not null; node = node.Next)
        {
            if (!mustClose || HasSomethingToClose(state, rank, node.Value))
            {
                queue!.Remove(node);
                return node.Value;
            }

            // What closes ads, breaks and chapters names nothing: what holds for the first holds for all.
            if (rank != EventRank.StateClosing)
            {
                break;
            }
        }

        return null;
    }
}
