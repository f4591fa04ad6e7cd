namespace SessionGrains.Tracking;

/// <summary>
/// The events of one ts, returned one by one in the order that the current state requires. Takes time linear in the number of events, because a player may send
/// thousands with one ts: only the first event of each rank is checked, and events that close player states are queued by state. Events are identified by their
/// index in the list.
/// </summary>
internal sealed class EqualTsQueue
{
    private readonly Queue<int>?[] _byRank = new Queue<int>?[(int)EventRank.Late + 1];
    private readonly EqualTsStateQueues? _states;
    private readonly long _ts;

    /// <param name="events">All events.</param>
    /// <param name="equals">The indexes of the events of one ts, in order of arrival.</param>
    public EqualTsQueue(ReadOnlySpan<ArrivedEvent> events, ReadOnlySpan<(long Ts, int Index)> equals)
    {
        _ts = equals[0].Ts;
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

    /// <summary>Whether an event of this rank has something to close. True for ranks that close nothing.</summary>
    public static bool HasWhatItCloses(TrackingState state, EventRank rank) => rank switch
    {
        EventRank.AdClosing => state.AdIsOpen,
        EventRank.AdBreakClosing => state.AdBreakIsOpen,
        EventRank.ChapterClosing => state.ChapterIsOpen,
        _ => true,
    };

    /// <summary>The next event and the rank it was picked at. Call it once per event.</summary>
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
        EventRank.AdBreakClosing when WaitsForAd(state) => null,
        _ => HasWhatItCloses(state, rank) ? Take(rank) : null,
    };

    /// <summary>
    /// Whether the end of the break waits for an ad of this ts, because the break or the ad begins and ends at this ts. If another break begins at this ts, the ad
    /// belongs to that.
    /// </summary>
    private bool WaitsForAd(TrackingState state) =>
        IsLeft(EventRank.AdOpening) && !IsLeft(EventRank.AdBreakOpening) && (IsLeft(EventRank.AdClosing) || state.AdBreakTs == _ts);

    private bool IsLeft(EventRank rank) => _byRank[(int)rank] is { Count: > 0 };

    private int? Take(EventRank rank) => _byRank[(int)rank] is { } queue && queue.TryDequeue(out var first) ? first : null;
}
