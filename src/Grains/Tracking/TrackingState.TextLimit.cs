namespace SessionGrains.Tracking;

/// <summary>The limit for the texts of all ads, ad breaks and chapters together (docs/protocol.md#7-limits).</summary>
internal sealed partial class TrackingState
{
    /// <summary>Bytes of memory.</summary>
    public const int MaxListedTextBytes = 256 * 1024;

    /// <summary>Whether so many more bytes fit. Summed each time: it is rarely needed, and a running sum would be one more number to store.</summary>
    private bool FitsTextLimit(int bytes) => bytes
        + Ads.Sum(static ad => BoundedText.BytesOf(ad.Id) + BoundedText.BytesOf(ad.Name))
        + Chapters.Sum(static chapter => BoundedText.BytesOf(chapter.Name))
        + BoundedText.BytesOf(BreakNames) <= MaxListedTextBytes;
}
