namespace SessionGrains.Tracking;

/// <summary>Outages of the store. Deadlines move by their duration (docs/protocol.md#4-from-events-to-a-session).</summary>
public interface IOutages
{
    /// <summary>Milliseconds of outage since <paramref name="fromMs"/> (server clock, ms since 1970-01-01 UTC).</summary>
    long TotalMsSince(long fromMs);
}
