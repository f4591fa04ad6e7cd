namespace SessionGrains.Api.Hosting;

/// <summary>
/// The clock of what clients wait for, as a keyed <see cref="TimeProvider"/>: always the system's, also where sessions live on another one (a test
/// that advances ten minutes would time out whatever request is on its way).
/// </summary>
internal static class FrontDoorClock
{
    public const string Key = "front-door";
}
