using SessionGrains.Messages;

namespace SessionGrains.Tracking;

/// <summary>What a session needs of its sessionStart to go on, without the request itself, which lies in the store.</summary>
/// <param name="OpenedAtMs">Server clock, milliseconds since 1970-01-01 UTC.</param>
/// <param name="StartTs">Player's clock.</param>
/// <param name="LengthSeconds">Length of the main content; 0 is unknown.</param>
/// <param name="Resume"><c>media.resume</c>.</param>
[GenerateSerializer, Immutable, Alias("sg.session-opening")]
internal readonly record struct SessionOpening(
    [property: Id(0)] long OpenedAtMs, [property: Id(1)] long StartTs, [property: Id(2)] double LengthSeconds, [property: Id(3)] bool Resume)
{
    public static SessionOpening Of(StartRequest request, long openedAtMs) => new(openedAtMs, request.Ts, request.LengthSeconds, request.Resume);
}
