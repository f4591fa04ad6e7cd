namespace SessionGrains.Api.Reading;

/// <summary>Optional texts of an adStart while it is being read. Apart from the draft, which every ping has.</summary>
internal sealed class AdTexts
{
    public string? BreakName { get; set; }

    public string? Advertiser { get; set; }

    public string? CampaignId { get; set; }

    public string? CreativeId { get; set; }

    public string? CreativeUrl { get; set; }

    public string? PlacementId { get; set; }

    public string? SiteId { get; set; }
}
