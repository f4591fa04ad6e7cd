namespace SessionGrains.Tracking;

/// <summary>Content time that may yet turn out to be a stall, with all that it was counted for.</summary>
/// <param name="Chapter">Place of the chapter in the list of chapters, or −1 for none.</param>
/// <param name="Ms">The time.</param>
/// <param name="BitrateMs">Bitrate × time, where the bitrate was known.</param>
/// <param name="BitrateKnownMs">Time with a known bitrate.</param>
internal readonly record struct ContentTime(
    int Chapter, long Ms, double BitrateMs, long BitrateKnownMs)
{
    /// <summary>A new list with <paramref name="share"/> added to the one of its chapter.</summary>
    public static ContentTime[] Add(ContentTime[] shares, ContentTime share)
    {
        var at = Array.FindIndex(shares, s => s.Chapter == share.Chapter);
        if (at < 0)
        {
            return [.. shares, share];
        }

        var sum = shares[at];
        var copy = (ContentTime[])shares.Clone();
        copy[at] = new(share.Chapter, sum.Ms + share.Ms, sum.BitrateMs + share.BitrateMs, sum.BitrateKnownMs + share.BitrateKnownMs);
        return copy;
    }
}
