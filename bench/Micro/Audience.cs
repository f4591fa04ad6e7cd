using Microsoft.Extensions.Options;
using SessionGrains.Live;
using SessionGrains.Rooms;
using SessionGrains.Tracking;

namespace SessionGrains.Bench.Micro;

/// <summary>Viewers of a silo as its live counts see them.</summary>
internal static class Audience
{
    public static readonly LiveState Playing = new(true, false, PlaybackState.Playing, PlaybackPlace.Content, true, 0, 0, 3_000_000);

    public static readonly LiveState Paused = Playing with { State = PlaybackState.Paused };

    public static SiloCounters NewCounters() => new(new SilenceWheel(TimeProvider.System), new OpenSessions(1_000_000), TimeProvider.System);
}
