namespace SessionGrains.Api.Operators.Reports.Rows;

/// <summary>The start or the end of an ad, with everything that its adStart said. What was not said is left out.</summary>
internal abstract record AdRow : ReportRow
{
    private readonly AdSummary _ad;
    private readonly AdBreakSummary? _adBreak;

    protected AdRow(string kind, RowSession session, long ts, AdSummary ad, AdBreakSummary? adBreak)
        : base(kind, session, ts) => (_ad, _adBreak) = (ad, adBreak);

    /// <summary>Whether it started in an ad break. If so and there is no breakItem, the break is beyond those that are listed</summary>
    public bool InBreak => _ad.InBreak;

    /// <summary>The break, by its place in adBreaks of the report, from 0; left out outside a break and if the break is not listed</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? BreakItem => _ad.BreakItem;

    /// <summary>media.ad.podIndex, as sent: several breaks may have the same. Left out with breakItem</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? BreakIndex => _ad.BreakIndex;

    /// <summary>media.ad.podFriendlyName</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? BreakName => _ad.BreakName ?? _adBreak?.Name;

    /// <summary>media.ad.podSecond: where in the main content the break is, in seconds</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? BreakOffset => _adBreak?.Offset;

    /// <summary>media.ad.podPosition, as sent</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Position => _ad.Position;

    /// <summary>media.ad.id</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id => _ad.Id;

    /// <summary>media.ad.name</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name => _ad.Name;

    /// <summary>media.ad.length, in seconds</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Length => _ad.Length;

    /// <summary>media.ad.playerName</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AdPlayerName => _ad.PlayerName;

    /// <summary>media.ad.advertiser</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Advertiser => _ad.Advertiser;

    /// <summary>media.ad.campaignId</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CampaignId => _ad.CampaignId;

    /// <summary>media.ad.creativeId</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CreativeId => _ad.CreativeId;

    /// <summary>media.ad.creativeURL</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CreativeUrl => _ad.CreativeUrl;

    /// <summary>media.ad.placementId</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PlacementId => _ad.PlacementId;

    /// <summary>media.ad.siteId</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SiteId => _ad.SiteId;

    /// <summary>The customMetadata of the adStart</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MetadataEntry[]? CustomMetadata => _ad.CustomMetadata;

    /// <summary>Player clock, ms</summary>
    public long StartTs => _ad.StartTs!.Value;

    /// <summary>Position in the main content at the start of the ad, in seconds</summary>
    public double Playhead => _ad.Playhead!.Value;
}
