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
            (_byRank[(int)QueueOf(arrived)] ??= new()).AddLast(arrived);
        }

        _byRank[(int)EventRank.StateClosing] = _byRank[(int)EventRank.StateOpening];
    }

    /// <summary>The next event and the rank that it was picked at. Call it once for each event of the group.</summary>
    public (ArrivedEvent Next, EventRank Rank) Next(TrackingState state)
    {
        if (_only is not null)
        {
            return (_only, RankAlone(state, _only));
        }

        for (var rank = EventRank.AdClosing; rank < EventRank.Stray; rank++)
        {
            if (TakeFirst(state, rank) is { } next)
            {
                return (next, rank);
            }
        }

        for (var rank = EventRank.AdClosing; rank <= EventRank.StateClosing; rank++)
        {
            if (TakeFirst(state, rank, stray: true) is { } next)
            {
                return (next, EventRank.Stray);
            }
        }

        for (var rank = EventRank.Complete; rank <= EventRank.Late; rank++)
        {
            if (TakeFirst(state, rank) is { } next)
            {
                return (next, rank);
            }
        }

        throw new InvalidOperationException("Every event of the group has been handed out.");
    }

    /// <summary>The queue that an event waits in: all that touches player states in one, because a statesUpdate may be picked at either rank.</summary>
    private static EventRank QueueOf(ArrivedEvent arrived) => arrived.IsLate ? EventRank.Late : EventRanks.Of(arrived) switch
    {
        EventRank.StateClosing => EventRank.StateOpening,
        var rank => rank,
    };

    /// <summary>The rank of an event that has no equals.</summary>
    private static EventRank RankAlone(TrackingState state, ArrivedEvent arrived)
    {
        if (arrived.IsLate)
        {
            return EventRank.Late;
        }

        var rank = EventRanks.Of(arrived);
        return IsDue(state, rank, arrived) ? rank
            : rank == EventRank.StateClosing && IsDue(state, EventRank.StateOpening, arrived) ? EventRank.StateOpening
            : EventRank.Stray;
    }

    /// <summary>Whether an event opens something or has something open to close, at a rank where that is the question.</summary>
    private static bool IsDue(TrackingState state, EventRank rank, ArrivedEvent arrived) => rank switch
    {
        EventRank.AdClosing => state.AdIsOpen,
        EventRank.AdBreakClosing => state.AdBreakIsOpen,
        EventRank.ChapterClosing => state.ChapterIsOpen,
        EventRank.StateClosing => state.OpenedTsOfAny(arrived.Details?.StatesEnd) is not null,
        EventRank.StateOpening => arrived.Details?.StatesStart is { Length: > 0 },
        _ => true,
    };

    private ArrivedEvent? TakeFirst(TrackingState state, EventRank rank, bool stray = false)
    {
        var queue = _byRank![(int)rank];
        for (var node = queue?.First; node is not null; node = node.Next)
        {
            if (stray || IsDue(state, rank, node.Value))
            {
                queue!.Remove(node);
                return node.Value;
            }
        }

        return null;
    }
}
