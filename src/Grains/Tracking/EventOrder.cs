using SessionGrains.Messages;

namespace SessionGrains.Tracking;

/// <summary>Puts events in their order and applies them: by ts, those of equal ts as <see cref="EventRank"/> says.</summary>
internal static class EventOrder
{
    /// <summary>Applies <paramref name="events"/> (in order of arrival) to <paramref name="state"/>, all of them or up to and including <paramref name="last"/>.</summary>
    /// <returns>The events that were not applied, in order of arrival; null for none.</returns>
    public static List<ArrivedEvent>? Apply(TrackingState state, IReadOnlyList<ArrivedEvent> events, in SessionFacts facts, ArrivedEvent? last = null)
    {
        var byTs = events.OrderBy(static e => e.Ts).ToArray();
        var applied = last is null ? null : new HashSet<ArrivedEvent>(ReferenceEqualityComparer.Instance);
        for (var start = 0; start < byTs.Length;)
        {
            var end = start + 1;
            while (end < byTs.Length && byTs[end].Ts == byTs[start].Ts)
            {
                end++;
            }

            var group = byTs.AsSpan(start, end - start);
            var queue = new EqualTsQueue(group);
            for (var left = group.Length; left > 0; left--)
            {
                var (next, rank) = queue.Next(state);
                state.Apply(next, rank, facts);
                applied?.Add(next);
                if (ReferenceEquals(next, last))
                {
                    return [.. events.Where(e => !applied!.Contains(e))];
                }
            }

            start = end;
        }

        return null;
    }

    /// <summary>Applies one event that stands after all that <paramref name="state"/> has applied.</summary>
    public static void ApplyNext(TrackingState state, ArrivedEvent arrived, in SessionFacts facts)
    {
        var (next, rank) = new EqualTsQueue(new ReadOnlySpan<ArrivedEvent>(in arrived)).Next(state);
        state.Apply(next, rank, facts);
    }

    /// <summary>Whether an event belongs before one that <paramref name="state"/> has already applied.</summary>
    public static bool BelongsBefore(TrackingState state, PlayerEvent playerEvent, long ts)
    {
        if (!state.HasEvents || ts > state.LastTs)
        {
            return false;
        }

        return ts < state.LastTs || state.RanksAtLastTs >> ((int)RankAmongApplied(state, playerEvent, ts) + 1) != 0;
    }

    /// <summary>The highest rank that may stand before an event of equal ts: a closing one comes after the opening it closes, but before all else.</summary>
    private static EventRank RankAmongApplied(TrackingState state, PlayerEvent playerEvent, long ts)
    {
        var rank = EventRanks.Of(playerEvent.Type, playerEvent.StatesEnd);
        return rank switch
        {
            EventRank.AdClosing => !state.AdIsOpen ? EventRank.Stray : state.OpenAdTs == ts ? EventRank.AdOpening : rank,
            EventRank.AdBreakClosing => !state.AdBreakIsOpen ? EventRank.Stray : state.AdBreakTs == ts ? EventRank.AdBreakOpening : rank,
            EventRank.ChapterClosing => !state.ChapterIsOpen ? EventRank.Stray : state.OpenChapterTs == ts ? EventRank.ChapterOpening : rank,
            EventRank.StateClosing => state.OpenedTsOfAny(playerEvent.StatesEnd) is { } opened ? opened == ts ? EventRank.StateOpening : rank
                : playerEvent.StatesStart is { Length: > 0 } ? EventRank.StateOpening : EventRank.Stray,
            _ => rank,
        };
    }
}
