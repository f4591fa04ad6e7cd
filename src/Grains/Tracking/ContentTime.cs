namespace SessionGrains.Tracking;

/// <summary>Content time of one chapter that may still turn out to be a stall, with everything that was counted for it.</summary>
/// <param name="Chapter">Index in the list of chapters, or −1 for none.</param>
/// <param name="Ms">The time, in milliseconds.</param>
/// <param name="BitrateMs">Bitrate × time, where the bitrate was known.</param>
/// <param name="BitrateKnownMs">Time with a known bitrate.</param>
internal readonly record struct ContentTime(int Chapter, long Ms, double BitrateMs, long BitrateKnownMs)
{
    /// <summary>A copy of the list with <paramref name="added"/> added to the item of its chapter.</summary>
    public static ContentTime[] Add(ContentTime[] times, ContentTime added)
    {
        var at = Array.FindIndex(times, time => time.Chapter == added.Chapter);
        if (at < 0)
        {
            return [.. times, added];
        }

        var sum = times[at];
        return times.With(at, new(added.Chapter, sum.Ms + added.Ms, sum.BitrateMs + added.BitrateMs, sum.BitrateKnownMs + added.BitrateKnownMs));
    }
}
