namespace SessionGrains.Tracking.Tests;

/// <summary>The order of events (docs/protocol.md#4-from-events-to-a-session): by <c>ts</c>; among equal <c>ts</c> the first of the list that opens something or has something open to close, repeatedly.</summary>
internal static class NaiveOrder
{
    private static readonly PlayerEventType[][] List =
    [
        [PlayerEventType.AdComplete, PlayerEventType.AdSkip],
        [PlayerEventType.AdBreakComplete],
        [PlayerEventType.ChapterComplete, PlayerEventType.ChapterSkip],
        [PlayerEventType.StateEnd, PlayerEventType.StatesUpdate],
        [PlayerEventType.AdBreakStart],
        [PlayerEventType.AdStart],
        [PlayerEventType.ChapterStart],
        [PlayerEventType.StateStart, PlayerEventType.StatesUpdate],
        [PlayerEventType.Play, PlayerEventType.PauseStart, PlayerEventType.BufferStart],
        [PlayerEventType.Ping],
        [PlayerEventType.BitrateChange, PlayerEventType.Error],
    ];

    private static readonly PlayerEventType[] Ends = [PlayerEventType.SessionComplete, PlayerEventType.SessionEnd];

    /// <summary>Two events of these types keep their order of arrival when their <c>ts</c> is equal.</summary>
    public static bool SameRank(PlayerEventType one, PlayerEventType other) => one == other || List.Any(rank => rank.Contains(one) && rank.Contains(other));

    public static PlayerEvent[] Sort(IEnumerable<PlayerEvent> arrived)
    {
        var sorted = new List<PlayerEvent>();
        foreach (var together in arrived.GroupBy(playerEvent => playerEvent.Ts).OrderBy(group => group.Key))
        {
            var left = together.ToList();
            while (left.Count > 0)
            {
                var next = Next(left, new NaiveSession(PlayerEvents.SessionStart(), sorted, long.MaxValue));
                left.Remove(next);
                sorted.Add(next);
            }
        }

        return [.. sorted];
    }

    private static PlayerEvent Next(List<PlayerEvent> left, NaiveSession before)
    {
        if (left.Count == 1)
        {
            return left[0];
        }

        var now = before.Events.Count - 1;
        var open = before.States(now);
        bool IsOpen(string name) => open.GetValueOrDefault(name.ToLowerInvariant());
        bool Opens(PlayerEvent one) => one.StatesStart is { Length: > 0 };
        bool Closes(PlayerEvent one) => one.StatesEnd?.Any(IsOpen) == true;

        // In a break of no length, or for an ad of no length, the ad comes before the end of the break, unless it is an ad of the next break.
        var ts = left[0].Ts;
        bool IsLeft(params PlayerEventType[] types) => left.Exists(one => types.Contains(one.Type));
        bool WaitsForAd(int opened) => IsLeft(PlayerEventType.AdStart) && !IsLeft(PlayerEventType.AdBreakStart)
            && (before.Events[opened].Ts == ts || IsLeft(PlayerEventType.AdComplete, PlayerEventType.AdSkip));

        for (var rank = 0; rank < List.Length; rank++)
        {
            Func<PlayerEvent, bool> isDue = rank switch
            {
                0 => _ => before.Ad(now) is not null,
                1 => _ => before.Break(now) is { } opened && !WaitsForAd(opened),
                2 => _ => before.Chapter(now) is not null,
                3 => Closes,
                7 => Opens,
                _ => _ => true,
            };
            if (left.FirstOrDefault(one => List[rank].Contains(one.Type) && isDue(one)) is { } due)
            {
                return due;
            }
        }

        // Nothing left but closings that have nothing to close, in the order of the list, and then the ends.
        return left.FirstOrDefault(one => !Ends.Contains(one.Type)) is null
            ? left.OrderBy(one => Array.IndexOf(Ends, one.Type)).First()
            : left.Where(one => !Ends.Contains(one.Type)).OrderBy(one => Array.FindIndex(List, rank => rank.Contains(one.Type))).First();
    }
}
