namespace SessionGrains.Tracking.Journals;

/// <summary>Reads a journal as segments and points.</summary>
internal static class JournalReader
{
    /// <param name="state">The state with every event that has arrived.</param>
    /// <param name="descriptions">What was said at length.</param>
    /// <param name="startTs">The player's clock at the sessionStart, from which entries count.</param>
    public static JournalView Of(TrackingState state, Descriptions descriptions, long startTs)
    {
        var entries = JournalBytes.Read(state.Journal);
        var segments = new JournalSegmentBuilder(startTs, hasStalls: state.PlayheadMoved);
        var points = new List<JournalPoint>(entries.Length);
        var names = new JournalNames(state, descriptions);
        foreach (var entry in entries)
        {
            names.Follow(entry);
            segments.Add(entry, names.OnScreen(entry.Scene));
            points.Add(new(entry.Type, startTs + entry.OffsetMs - entry.LateByMs, Seconds(entry.PlayheadMs), names.Describe(entry), names.Item(entry)));
        }

        return new(entries.Length, state.JournalIsThinned, segments.Build(state.LastTs, state.Playhead), [.. points.OrderBy(static point => point.Ts)]);
    }

    public static double Seconds(long ms) => ms / 1000.0;
}
