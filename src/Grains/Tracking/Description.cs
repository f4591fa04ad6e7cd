namespace SessionGrains.Tracking;

/// <summary>
/// What one event said at length of an ad, ad break, chapter or error. The store keeps it from when it was said; the session keeps its number.
/// </summary>
/// <param name="Number">From 1, in order of arrival.</param>
internal sealed record Description(int Number)
{
    /// <summary>Bytes of memory that a description is taken to have besides its texts. Bounds their number as well.</summary>
    private const int FixedBytes = 64;

    public AdOpening? Ad { get; init; }

    public AdBreakOpening? AdBreak { get; init; }

    public ChapterOpening? Chapter { get; init; }

    public ErrorName? Error { get; init; }

    /// <summary>Bytes of memory, for the limit of all of a session together.</summary>
    public int Bytes => FixedBytes + (Ad is null ? 0 : BytesOf(Ad)) + BoundedText.BytesOf(AdBreak?.Name)
        + BoundedText.BytesOf(Chapter?.Name) + BytesOf(Chapter?.CustomMetadata) + BoundedText.BytesOf(Error?.Id) + BoundedText.BytesOf(Error?.Source);

    private static int BytesOf(AdOpening ad) =>
        BoundedText.BytesOf([ad.Id, ad.Name, ad.PlayerName, ad.Advertiser, ad.CampaignId, ad.CreativeId, ad.CreativeUrl, ad.PlacementId, ad.SiteId, ad.BreakName]) + BytesOf(ad.CustomMetadata);

    private static int BytesOf(MetadataEntry[]? metadata) => metadata?.Sum(static entry => BoundedText.BytesOf(entry.Key) + BoundedText.BytesOf(entry.Value)) ?? 0;
}

/// <summary>The descriptions of a session by number. Immutable.</summary>
internal sealed class Descriptions
{
    private readonly Dictionary<int, Description> _byNumber;

    /// <param name="descriptions">In the order in which they were stored. Of two with the same number the later one counts: the first belongs to a write that failed.</param>
    public Descriptions(IEnumerable<Description> descriptions)
    {
        _byNumber = [];
        foreach (var description in descriptions)
        {
            _byNumber[description.Number] = description;
        }
    }

    public static Descriptions None { get; } = new([]);

    public bool Has(int number) => _byNumber.ContainsKey(number);

    /// <summary>Null if the number is 0 or unknown.</summary>
    public Description? Find(int number) => _byNumber.GetValueOrDefault(number);

    public Descriptions With(Description[] more) => more.Length == 0 ? this : new(_byNumber.Values.Concat(more));
}
