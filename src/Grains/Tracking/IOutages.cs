namespace SessionGrains.Tracking;

/// <summary>When sessions could not be stored: deadlines move by that (decisions.md section 4, End).</summary>
public interface IOutages
{
    /// <summary>Milliseconds of outage since <paramref name="fromMs"/> (server clock, ms since 1970-01-01 UTC).</summary>
    long TotalMsSince(long fromMs);
}
