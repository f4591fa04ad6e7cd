using SessionGrains.Messages;

namespace SessionGrains.Tracking;

/// <summary>What a session needs of its sessionStart to go on, without the request itself, which lies in the store.</summary>
/// <param name="OpenedAtMs">Server clock, milliseconds since 1970-01-01 UTC.</param>
/// <param name="StartTs">Player's clock.</param>
/// <param name="LengthSeconds">Length of the main content; 0 is unknown.</param>
/// <param name="Resume"><c>media.resume</c>.</param>
internal readonly record struct SessionOpening(long OpenedAtMs, long StartTs, double LengthSeconds, bool Resume)
{
    public static SessionOpening Of(StartRequest request, long openedAtMs) => new(openedAtMs, request.Ts, request.LengthSeconds, request.Resume);
}
