namespace SessionGrains.Tracking;

/// <summary>
/// The events of one ts, handed out one by one in the order that the state at that moment calls for. Whether a rank is due is asked of its first
/// event alone, and of the events that close player states one queue for each state is kept: a player may send thousands of one ts. Events go by
/// their places in the list that they are part of.
/// </summary>
internal sealed class EqualTsQueue
{
    private readonly Queue<int>?[] _byRank = new Queue<int>?[(int)EventRank.Late + 1];
    private readonly EqualTsStateQueues? _states;

    /// <param name="events">The list.</param>
    /// <param name="equals">The places of the events of one ts, in order of arrival.</param>
    public EqualTsQueue(ReadOnlySpan<ArrivedEvent> events, ReadOnlySpan<(long Ts, int Index)> equals)
    {
        foreach (var (_, index) in equals)
        {
            ref readonly var arrived = ref events[index];
            var rank = arrived.IsLate ? EventRank.Late : EventRanks.Of(arrived);
            if (rank is EventRank.StateClosing or EventRank.StateOpening)
            {
                (_states ??= new()).Add(index, arrived.Details);
            }
            else
            {
                (_byRank[(int)rank] ??= new()).Enqueue(index);
            }
        }
    }

    /// <summary>Whether there is something to close, at a rank where that is the question.</summary>
    public static bool IsDue(TrackingState state, EventRank rank) => rank switch
    {
        EventRank.AdClosing => state.AdIsOpen,
        EventRank.AdBreakClosing => state.AdBreakIsOpen,
        EventRank.ChapterClosing => state.ChapterIsOpen,
        _ => true,
    };

    /// <summary>The next event and the rank that it was picked at. Call it once for each event.</summary>
    public (int Index, EventRank Rank) Next(TrackingState state)
    {
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

        throw new InvalidOperationException("Every event of the ts has been handed out.");
    }

    private int? TakeDue(TrackingState state, EventRank rank) => rank switch
    {
        EventRank.StateClosing => _states?.TakeClosing(state.PlayerStates),
        EventRank.StateOpening => _states?.TakeOpening(),
        _ => IsDue(state, rank) ? Take(rank) : null,
    };

    private int? Take(EventRank rank) => _byRank[(int)rank] is { } queue && queue.TryDequeue(out var first) ? first : null;
}
