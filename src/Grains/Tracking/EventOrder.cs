namespace SessionGrains.Tracking;

/// <summary>Orders events by ts, those of equal ts by <see cref="EventRank"/>, and applies them (docs/protocol.md#4-from-events-to-a-session).</summary>
internal static class EventOrder
{
    /// <summary>Applies <paramref name="events"/> (in order of arrival) to <paramref name="state"/>.</summary>
    public static void Apply(TrackingState state, ReadOnlySpan<ArrivedEvent> events, in SessionFacts facts)
    {
        if (events.Length == 1)
        {
            ApplyNext(state, events[0], facts);
        }
        else
        {
            Apply(state, events, facts, last: -1);
        }
    }

    /// <summary>Applies the first of <paramref name="events"/> (in order of arrival) and those ordered before it.</summary>
    /// <returns>The events not applied, in order of arrival.</returns>
    public static ArrivedEvent[] ApplyUpToFirst(TrackingState state, ReadOnlySpan<ArrivedEvent> events, in SessionFacts facts)
    {
        var isApplied = Apply(state, events, facts, last: 0);
        var left = new List<ArrivedEvent>();
        for (var i = 0; i < events.Length; i++)
        {
            if (!isApplied[i])
            {
                left.Add(events[i]);
            }
        }

        return [.. left];
    }

    /// <summary>Applies one event that comes after all that <paramref name="state"/> has applied, with a ts of its own.</summary>
    public static void ApplyNext(TrackingState state, in ArrivedEvent arrived, in SessionFacts facts) => state.Apply(arrived, RankAlone(state, arrived), facts);

    /// <summary>Whether an event belongs before one that <paramref name="state"/> has already applied.</summary>
    public static bool BelongsBefore(TrackingState state, PlayerEvent playerEvent, long ts)
    {
        if (!state.HasEvents || ts > state.LastTs)
        {
            return false;
        }

        return ts < state.LastTs || state.RanksAtLastTs >> ((int)RankAmongApplied(state, playerEvent, ts) + 1) != 0;
    }

    /// <summary>Returns which of the events were applied: all of them, or up to and including the one at <paramref name="last"/>.</summary>
    private static bool[] Apply(TrackingState state, ReadOnlySpan<ArrivedEvent> events, in SessionFacts facts, int last)
    {
        var isApplied = new bool[events.Length];
        var byTs = SortedByTs(events);
        for (var start = 0; start < byTs.Length && !(last >= 0 && isApplied[last]);)
        {
            var end = start + 1;
            while (end < byTs.Length && byTs[end].Ts == byTs[start].Ts)
            {
                end++;
            }

            if (end == start + 1)
            {
                ApplyNext(state, events[byTs[start].Index], facts);
                isApplied[byTs[start].Index] = true;
            }
            else
            {
                ApplyEquals(state, events, byTs.AsSpan(start, end - start), facts, last, isApplied);
            }

            start = end;
        }

        return isApplied;
    }

    private static void ApplyEquals(
        TrackingState state, ReadOnlySpan<ArrivedEvent> events, ReadOnlySpan<(long Ts, int Index)> equals, in SessionFacts facts, int last, bool[] isApplied)
    {
        var queue = new EqualTsQueue(events, equals);
        for (var left = equals.Length; left > 0; left--)
        {
            var (next, rank) = queue.Next(state);
            state.Apply(events[next], rank, facts);
            isApplied[next] = true;
            if (next == last)
            {
                return;
            }
        }
    }

    /// <summary>Events of equal ts stay in order of arrival.</summary>
    private static (long Ts, int Index)[] SortedByTs(ReadOnlySpan<ArrivedEvent> events)
    {
        var byTs = new (long Ts, int Index)[events.Length];
        for (var i = 0; i < byTs.Length; i++)
        {
            byTs[i] = (events[i].Ts, i);
        }

        Array.Sort(byTs);
        return byTs;
    }

    /// <summary>The rank of an event with a ts of its own.</summary>
    private static EventRank RankAlone(TrackingState state, in ArrivedEvent arrived)
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
            _ => EqualTsQueue.HasWhatItCloses(state, rank) ? rank : EventRank.Stray,
        };
    }

    /// <summary>
    /// The highest rank that may come before an event of equal ts: a closing event comes after the opening that it closes, the end of a break
    /// after an ad of the same ts too, but before all else.
    /// </summary>
    private static EventRank RankAmongApplied(TrackingState state, PlayerEvent playerEvent, long ts)
    {
        var rank = EventRanks.Of(playerEvent.Type, playerEvent.StatesEnd);
        return rank switch
        {
            EventRank.AdClosing => !state.AdIsOpen ? EventRank.Stray : state.OpenAdTs == ts ? EventRank.AdOpening : rank,
            EventRank.AdBreakClosing => !state.AdBreakIsOpen ? EventRank.Stray : state.OpenAdTs == ts ? EventRank.AdOpening : state.AdBreakTs == ts ? EventRank.AdBreakOpening : rank,
            EventRank.ChapterClosing => !state.ChapterIsOpen ? EventRank.Stray : state.OpenChapterTs == ts ? EventRank.ChapterOpening : rank,
            EventRank.StateClosing => state.OpenedTsOfAny(playerEvent.StatesEnd) is { } opened ? opened == ts ? EventRank.StateOpening : rank
                : playerEvent.StatesStart is { Length: > 0 } ? EventRank.StateOpening : EventRank.Stray,
            _ => rank,
        };
    }
}
