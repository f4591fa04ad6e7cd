namespace SessionGrains.Tracking;

/// <summary>The values of the sessionStart that a session needs; the request itself is in the store.</summary>
/// <param name="OpenedAtMs">Server clock, milliseconds since 1970-01-01 UTC.</param>
/// <param name="StartTs">The player's clock, milliseconds since 1970-01-01 UTC.</param>
/// <param name="LengthSeconds">Length of the main content in seconds; 0 is unknown.</param>
/// <param name="Resume"><c>media.resume</c>.</param>
internal readonly record struct SessionOpening(long OpenedAtMs, long StartTs, double LengthSeconds, bool Resume)
{
    public static SessionOpening Of(StartRequest request, long openedAtMs) => new(openedAtMs, request.Ts, request.LengthSeconds, request.Resume);
}
