namespace SessionGrains.Tracking;

/// <summary>What the ads, ad breaks and chapters of a session say has one bound for all of them (decisions.md section 6).</summary>
internal sealed partial class TrackingState
{
    /// <summary>Bytes of memory.</summary>
    public const int MaxListedTextBytes = 256 * 1024;

    /// <summary>Whether so many bytes more may be said. Added up anew: that is asked when one of them begins, and would be one more number to store.</summary>
    private bool FitsTextLimit(int bytes)
    {
        foreach (var ad in Ads)
        {
            bytes += BoundedText.BytesOf(ad.Id) + BoundedText.BytesOf(ad.Name);
        }

        foreach (var chapter in Chapters)
        {
            bytes += BoundedText.BytesOf(chapter.Name);
        }

        foreach (var name in BreakNames)
        {
            bytes += BoundedText.BytesOf(name);
        }

        return bytes <= MaxListedTextBytes;
    }
}
