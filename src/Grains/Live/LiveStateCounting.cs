using SessionGrains.Messages;
using SessionGrains.Tracking;

namespace SessionGrains.Live;

/// <summary>How a session counts, and what happened to it.</summary>
internal static class LiveStateCounting
{
    /// <summary>How one such session counts. Ads go before everything, also the time between the ads of a break.</summary>
    /// <param name="sight">The session.</param>
    /// <param name="isHeard">It was heard from in the last 60 s.</param>
    public static LiveFigures Count(this in LiveState sight, bool isHeard)
    {
        if (!sight.IsOpen)
            return default;

        if (!isHeard || sight.IsCompleted)
            return new() { Open = 1 };

        if (sight.Place != PlaybackPlace.Content)
            return new() { Open = 1, Ad = 1 };

        return sight.State switch
        {
            PlaybackState.Playing when double.IsFinite(sight.Bitrate) => new() { Open = 1, Playing = 1, BitrateKnown = 1, BitrateSum = Countable(sight.Bitrate) },
            PlaybackState.Playing => new() { Open = 1, Playing = 1 },
            PlaybackState.Paused => new() { Open = 1, Paused = 1 },
            PlaybackState.Buffering => new() { Open = 1, Buffering = 1 },
            PlaybackState.Starting => new() { Open = 1, Starting = 1 },
            _ => new() { Open = 1 },
        };
    }

    private static long Countable(double bitrate) => (long)Math.Clamp(Math.Round(bitrate), 1, LiveFigures.MaxBitrate);

    /// <summary>What has happened since <paramref name="before"/>. A late event may take something back; that is not counted.</summary>
    public static LiveFigures Since(this in LiveState sight, in LiveState before) => new()
    {
        ContentStarts = sight.HasContentStarted && !before.HasContentStarted ? 1 : 0,
        Ends = before.IsOpen && !sight.IsOpen ? 1 : 0,
        EndsBeforeStart = before.IsOpen && !sight.IsOpen && !sight.HasContentStarted ? 1 : 0,
        Errors = Math.Max(0, sight.Errors - before.Errors),
        BitrateChanges = Math.Max(0, sight.BitrateChanges - before.BitrateChanges),
    };
}
