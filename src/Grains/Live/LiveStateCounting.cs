using SessionGrains.Tracking;

namespace SessionGrains.Live;

/// <summary>Counts a session: its levels, and the events since its last state (docs/live.md).</summary>
internal static class LiveStateCounting
{
    /// <summary>The levels that a session adds. Ad breaks come first, including the time between the ads.</summary>
    /// <param name="state">The state of the session.</param>
    /// <param name="isHeard">True if an event came in the last 60 s.</param>
    public static LiveFigures Count(this in LiveState state, bool isHeard)
    {
        if (!state.IsOpen)
            return default;

        if (!isHeard || state.IsCompleted)
            return new() { Open = 1 };

        if (state.Place != PlaybackPlace.Content)
            return new() { Open = 1, Ad = 1 };

        return state.State switch
        {
            PlaybackState.Playing when double.IsFinite(state.Bitrate) => new() { Open = 1, Playing = 1, BitrateKnown = 1, BitrateSum = RoundBitrate(state.Bitrate) },
            PlaybackState.Playing => new() { Open = 1, Playing = 1 },
            PlaybackState.Paused => new() { Open = 1, Paused = 1 },
            PlaybackState.Buffering => new() { Open = 1, Buffering = 1 },
            PlaybackState.Starting => new() { Open = 1, Starting = 1 },
            _ => new() { Open = 1 },
        };
    }

    private static long RoundBitrate(double bitrate) => (long)Math.Clamp(Math.Round(bitrate), 1, LiveFigures.MaxBitrate);

    /// <summary>The events since <paramref name="before"/>. A late event may undo something; that is not counted.</summary>
    public static LiveFigures EventsSince(this in LiveState state, in LiveState before) => new()
    {
        ContentStarts = state.HasContentStarted && !before.HasContentStarted ? 1 : 0,
        Ends = before.IsOpen && !state.IsOpen ? 1 : 0,
        EndsBeforeStart = before.IsOpen && !state.IsOpen && !state.HasContentStarted ? 1 : 0,
        Errors = Math.Max(0, state.Errors - before.Errors),
        BitrateChanges = Math.Max(0, state.BitrateChanges - before.BitrateChanges),
    };
}
