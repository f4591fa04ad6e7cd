namespace SessionGrains.Api.Hosting;

/// <summary>
/// The key of the <see cref="TimeProvider"/> for request timeouts. Always the system's clock, even where sessions run on a fake one: a test that advances ten
/// minutes would otherwise time out every request in flight.
/// </summary>
internal static class FrontDoorClock
{
    public const string Key = "front-door";
}
