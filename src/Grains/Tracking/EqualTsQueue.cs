namespace SessionGrains.Tracking;

/// <summary>
/// The events of one ts, handed out one by one in the order that the state at that moment calls for. Whether a rank is due is asked of its first
/// event alone, and of the events that close player states one queue for each state is kept: a player may send thousands of one ts.
/// </summary>
internal readonly ref struct EqualTsQueue
{
    private const int Ranks = (int)EventRank.Late + 1;
    private readonly ArrivedEvent? _only;
    private readonly Queue<ArrivedEvent>?[]? _byRank;
    private readonly EqualTsStates? _states;

    /// <param name="group">At least one event, in order of arrival.</param>
    public EqualTsQueue(ReadOnlySpan<ArrivedEvent> group)
    {
        if (group.Length == 1)
        {
            _only = group[0];
            return;
        }

        _byRank = new Queue<ArrivedEvent>?[Ranks];
        foreach (var arrived in group)
        {
            var rank = arrived.IsLate ? EventRank.Late : EventRanks.Of(arrived);
            if (rank is EventRank.StateClosing or EventRank.StateOpening)
            {
                (_states ??= new()).Add(arrived);
            }
            else
            {
                (_byRank[(int)rank] ??= new()).Enqueue(arrived);
            }
        }
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
            if (TakeDue(state, rank) is { } next)
            {
                return (next, rank);
            }
        }

        for (var rank = EventRank.AdClosing; rank <= EventRank.StateClosing; rank++)
        {
            if ((rank == EventRank.StateClosing ? _states?.TakeFirst() : Take(rank)) is { } next)
            {
                return (next, EventRank.Stray);
            }
        }

        for (var rank = EventRank.Complete; rank <= EventRank.Late; rank++)
        {
            if (Take(rank) is { } next)
            {
                return (next, rank);
            }
        }

        throw new InvalidOperationException("Every event of the group has been handed out.");
    }

    /// <summary>The rank of an event that has no equals.</summary>
    private static EventRank RankAlone(TrackingState state, ArrivedEvent arrived)
    {
        if (arrived.IsLate)
        {
            return EventRank.Late;
        }

        var rank = EventRanks.Of(arrived);
        return rank switch
        {
            EventRank.StateClosing when state.OpenedTsOfAny(arrived.Details?.StatesEnd) is not null => rank,
            EventRank.StateClosing or EventRank.StateOpening => arrived.Details?.StatesStart is { Length: > 0 } ? EventRank.StateOpening : EventRank.Stray,
            _ => IsDue(state, rank) ? rank : EventRank.Stray,
        };
    }

    /// <summary>Whether there is something to close, at a rank where that is the question.</summary>
    private static bool IsDue(TrackingState state, EventRank rank) => rank switch
    {
        EventRank.AdClosing => state.AdIsOpen,
        EventRank.AdBreakClosing => state.AdBreakIsOpen,
        EventRank.ChapterClosing => state.ChapterIsOpen,
        _ => true,
    };

    private ArrivedEvent? TakeDue(TrackingState state, EventRank rank) => rank switch
    {
        EventRank.StateClosing => _states?.TakeClosing(state.PlayerStates),
        EventRank.StateOpening => _states?.TakeOpening(),
        _ => IsDue(state, rank) ? Take(rank) : null,
    };

    private ArrivedEvent? Take(EventRank rank) => _byRank![(int)rank] is { } queue && queue.TryDequeue(out var first) ? first : null;
}
