namespace SessionGrains.Players;

/// <summary>Stalls by their definition: for every play or ping on playing main content, are there two later pings at least a second apart with the playhead where it was?</summary>
internal static class NaiveStalls
{
    private const double Moved = 0.001;
    private const long ApartMs = 1_000;

    /// <summary>Each stall from the event that began it up to the event that showed movement or changed the state, or the last event.</summary>
    public static IReadOnlyList<(int From, int To)> Find(NaiveSession session, NaiveScene[] scenes)
    {
        var events = session.Events;
        if (events.All(one => events.All(other => Math.Abs(one.Playhead - other.Playhead) <= Moved)))
        {
            return [];
        }

        var found = new List<(int From, int To)>();
        for (var first = 0; first < events.Count; first++)
        {
            if (scenes[first] != NaiveScene.Playing || !session.Is(first, PlayerEventType.Play, PlayerEventType.Ping) || found.Exists(stall => first < stall.To))
            {
                continue;
            }

            var end = first + 1;
            while (end < events.Count && scenes[end] == NaiveScene.Playing && Math.Abs(events[end].Playhead - events[first].Playhead) <= Moved)
            {
                end++;
            }

            if (HasTwoPings(session, first, end))
            {
                found.Add((first, Math.Min(end, events.Count - 1)));
            }
        }

        return found;
    }

    private static bool HasTwoPings(NaiveSession session, int first, int end)
    {
        var pings = Enumerable.Range(first + 1, end - first - 1).Where(n => session.Is(n, PlayerEventType.Ping)).Select(n => session.Events[n].Ts).ToArray();
        var second = Array.FindIndex(pings, ts => ts - session.Events[first].Ts >= ApartMs);
        return second >= 0 && Array.FindIndex(pings, second, ts => ts - pings[second] >= ApartMs) >= 0;
    }
}
