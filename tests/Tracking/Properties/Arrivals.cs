namespace SessionGrains.Tracking.Tests;

/// <summary>A way in which the events of a viewing may reach the server: what arrives when, repeats included.</summary>
internal sealed record GeneratedArrivals(GeneratedViewing Viewing, (PlayerEvent Event, long AtMs)[] Order)
{
    public override string ToString() =>
        string.Join('\n', Order.Select(one => $"{one.AtMs - PlayerEvents.Zero}: {SessionText.Event(one.Event)}")) + $"\narriving of\n{Viewing}";
}

/// <summary>
/// Arrival orders that the server puts right (docs/protocol.md#4-from-events-to-a-session): an overtaken event arrives at most ten places and 5 s of server time after the first
/// that overtook it; events of equal <c>ts</c> and equal rank keep their order; with an adBreakComplete among them, events of equal <c>ts</c> are all in the window together; any of the last 32 is repeated.
/// </summary>
internal static class Arrivals
{
    private const int Places = 10;
    private const long LatestMs = 4_999;
    private const long LongestHeldMs = 40_000;

    private static readonly Gen<(int Skip, int Wait, int Repeat)[]> Choices =
        Gen.Select(Gen.Int[0, 14], Gen.Int[0, 9], Gen.Int[0, 60]).Array[1, 40];

    public static readonly Gen<GeneratedArrivals> Overtaken = Gen.Select(Viewings.Any, Choices).Select((viewing, choices) => new GeneratedArrivals(viewing, Shuffle(viewing, choices)));

    /// <summary>The events of a viewing in any order at all, but for those whose order the arrival decides.</summary>
    public static readonly Gen<(GeneratedViewing Viewing, PlayerEvent[] Batch)> AsBatch =
        Gen.Select(Viewings.Any, Gen.Int.Array[1, 20]).Select((viewing, keys) => (viewing, Batch(viewing.Events, keys)));

    private static (PlayerEvent Event, long AtMs)[] Shuffle(GeneratedViewing viewing, (int Skip, int Wait, int Repeat)[] choices)
    {
        var events = viewing.Events;
        var order = new List<(PlayerEvent Event, long AtMs)>();
        var left = Enumerable.Range(0, events.Length).ToList();
        var arrived = new List<(int Index, long AtMs)>();
        var now = PlayerEvents.Zero;
        while (left.Count > 0)
        {
            var choice = choices[arrived.Count % choices.Length];
            var pick = left[0];
            for (var skip = Math.Min(choice.Skip, left.Count - 1); skip > 0; skip--)
            {
                if (MayOvertake(left[skip]))
                {
                    pick = left[skip];
                    break;
                }
            }

            var waits = choice.Wait switch { < 6 => 0, 6 => 900, 7 => 2_000, 8 => 4_000, _ => LatestMs };
            now = Math.Max(now, viewing.Arrivals[pick]);
            now = Math.Max(now, Math.Min(now + waits, TimeLeft(left)));
            left.Remove(pick);
            arrived.Add((pick, now));
            order.Add((events[pick], now));
            if (choice.Repeat < 32)
            {
                order.Add((events[arrived[^(1 + (choice.Repeat % Math.Min(arrived.Count, 32)))].Index], now));
            }
        }

        return [.. order];

        // The first place and the time at which something that belongs after this one had arrived, or something whose place depends on this one.
        (int Place, long AtMs)? Overtaken(int index) =>
            arrived.FindIndex(one => one.Index > index || DependOnEachOther(viewing, one.Index, index)) is var place and >= 0 ? (place, arrived[place].AtMs) : null;

        long TimeLeft(List<int> waiting) => waiting.Min(index => Overtaken(index)?.AtMs + LatestMs) ?? long.MaxValue;

        bool MayOvertake(int candidate)
        {
            var overtaken = left.Where(index => index < candidate).ToArray();
            if (overtaken.Any(index => events[index].Ts == events[candidate].Ts && NaiveOrder.SameRank(events[index].Type, events[candidate].Type)))
            {
                return false;
            }

            if (overtaken.Any(index => DependOnEachOther(viewing, index, candidate) && !ArriveTogether(viewing, candidate)))
            {
                return false;
            }

            // Over a silence nobody overtakes anybody: by the two clocks the player's would have been changed, or the session closed as idle.
            if (overtaken.Length > 0 && viewing.Arrivals[candidate] - viewing.Arrivals[overtaken[0]] > LongestHeldMs)
            {
                return false;
            }

            // What is left up to the last one whose place depends on this one arrives next, in its order: each that is overtaken must still be in time, and so must those overtaken before.
            var at = Math.Max(now, viewing.Arrivals[candidate]);
            var last = left.Where(index => index == candidate || DependOnEachOther(viewing, index, candidate)).Max();
            var next = left.Where(index => index != candidate && index <= last).Select((index, nth) => (Index: index, Place: arrived.Count + 1 + nth))
                .Where(one => one.Index < candidate || DependOnEachOther(viewing, one.Index, candidate)).ToArray();
            return next.All(one => one.Place - (Overtaken(one.Index)?.Place ?? arrived.Count) <= Places)
                && at <= TimeLeft(left)
                && (next.Length == 0 || viewing.Arrivals[next[^1].Index] <= at + LatestMs);
        }
    }

    /// <summary>Whether an adBreakComplete has the <c>ts</c> of both: its place depends on the others of that <c>ts</c>, before and after it.</summary>
    private static bool DependOnEachOther(GeneratedViewing viewing, int one, int other) =>
        viewing.Events[one].Ts == viewing.Events[other].Ts && SameTs(viewing, one).Any(index => viewing.Events[index].Type == PlayerEventType.AdBreakComplete);

    /// <summary>Whether the events of this one's <c>ts</c> are few and quick enough to be in the reorder window together.</summary>
    private static bool ArriveTogether(GeneratedViewing viewing, int one) =>
        SameTs(viewing, one).ToArray() is var together && together.Length <= Places && viewing.Arrivals[together[^1]] - viewing.Arrivals[together[0]] <= LatestMs;

    private static IEnumerable<int> SameTs(GeneratedViewing viewing, int one) =>
        Enumerable.Range(0, viewing.Events.Length).Where(index => viewing.Events[index].Ts == viewing.Events[one].Ts);

    private static PlayerEvent[] Batch(PlayerEvent[] sorted, int[] keys)
    {
        var positions = Enumerable.Range(0, sorted.Length).OrderBy(n => unchecked((keys[n % keys.Length] * 397) ^ (n / keys.Length))).ToArray();
        var batch = new PlayerEvent[sorted.Length];
        foreach (var together in Enumerable.Range(0, sorted.Length).GroupBy(n => (sorted[n].Ts, Class(sorted[n].Type))))
        {
            var places = together.Select(n => positions[n]).Order();
            foreach (var (n, place) in together.Zip(places))
            {
                batch[place] = sorted[n];
            }
        }

        return batch;
    }

    /// <summary>Types that share a rank with each other, statesUpdate with both stateStart and stateEnd.</summary>
    private static PlayerEventType Class(PlayerEventType type) =>
        type is PlayerEventType.StateEnd or PlayerEventType.StatesUpdate
            ? PlayerEventType.StateStart
            : Enum.GetValues<PlayerEventType>().First(other => NaiveOrder.SameRank(type, other));
}
