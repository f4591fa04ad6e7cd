namespace SessionGrains.Tracking;

/// <summary>Ad breaks, ads, chapters and errors as readers see them: the entries of the lists with what was said of them.</summary>
internal sealed partial class TrackingState
{
    private AdBreakSummary[] AdBreakSummaries(Descriptions descriptions)
    {
        var ads = Ads.ToArray();
        return [.. AdBreaks.ToArray().Select((adBreak, index) => SummaryOf(adBreak, index, ads, descriptions))];
    }

    private static AdBreakSummary SummaryOf(in AdBreakEntry adBreak, int index, AdEntry[] ads, Descriptions descriptions)
    {
        var said = descriptions.Find(adBreak.Description)?.AdBreak;
        return new()
        {
            Index = said?.Index ?? 0,
            Name = said?.Name ?? ads.Where(ad => ad.Break == index).Select(ad => descriptions.Find(ad.Description)?.Ad?.BreakName).FirstOrDefault(static name => name is not null),
            Offset = said?.Offset,
            StartTs = adBreak.StartTs,
            EndTs = adBreak.EndTs,
        };
    }

    private AdSummary[] AdSummaries(Descriptions descriptions)
    {
        var adBreaks = AdBreaks.ToArray();
        return [.. Ads.ToArray().Select((ad, index) => SummaryOf(ad, index, adBreaks, descriptions))];
    }

    private AdSummary SummaryOf(in AdEntry ad, int index, AdBreakEntry[] adBreaks, Descriptions descriptions)
    {
        var said = descriptions.Find(ad.Description)?.Ad;
        int? listed = ad.Break is AdEntry.OutsideBreak or AdEntry.UnlistedBreak ? null : ad.Break;
        return new()
        {
            InBreak = ad.Break != AdEntry.OutsideBreak,
            BreakItem = listed,
            BreakIndex = listed is { } item ? descriptions.Find(adBreaks[item].Description)?.AdBreak?.Index : null,
            Position = said?.Position,
            Id = said?.Id,
            Name = said?.Name,
            Length = said?.Length,
            PlayerName = said?.PlayerName,
            Advertiser = said?.Advertiser,
            CampaignId = said?.CampaignId,
            CreativeId = said?.CreativeId,
            CreativeUrl = said?.CreativeUrl,
            PlacementId = said?.PlacementId,
            SiteId = said?.SiteId,
            BreakName = said?.BreakName,
            CustomMetadata = said?.CustomMetadata,
            StartTs = ad.StartTs,
            EndTs = ad.Outcome == PlayOutcome.Open ? null : ad.EndTs,
            StartShiftMs = ad.StartShiftMs,
            EndShiftMs = ad.EndShiftMs,
            Playhead = ad.Playhead,
            TimePlayedMs = index == OpenAdIndex ? OpenAdMs : ad.TimePlayedMs,
            Outcome = ad.Outcome,
        };
    }

    /// <summary>The ad on the screen. Of one that is not listed only its break and its time are known.</summary>
    private AdSummary OpenAdSummary(Descriptions descriptions) =>
        OpenAdIndex >= 0 ? SummaryOf(Ads[OpenAdIndex], OpenAdIndex, AdBreaks.ToArray(), descriptions)
        : SummaryOf(new AdEntry(0, BreakAt(OpenAdTs), 0, 0, 0, 0, PlayOutcome.Open), OpenAdIndex, AdBreaks.ToArray(), descriptions) with { StartTs = null, Playhead = null };

    private ChapterSummary[] ChapterSummaries(Descriptions descriptions) =>
        [.. Chapters.ToArray().Select((chapter, index) => SummaryOf(chapter, index, descriptions))];

    private ChapterSummary SummaryOf(in ChapterEntry chapter, int index, Descriptions descriptions)
    {
        var said = descriptions.Find(chapter.Description)?.Chapter;
        return new()
        {
            Index = said?.Index ?? 0,
            Name = said?.Name,
            Offset = said?.Offset,
            Length = said?.Length,
            CustomMetadata = said?.CustomMetadata,
            StartTs = chapter.StartTs,
            EndTs = chapter.Outcome == PlayOutcome.Open ? null : chapter.EndTs,
            EndShiftMs = chapter.EndShiftMs,
            TimePlayedMs = index == OpenChapterIndex ? OpenChapterMs : chapter.TimePlayedMs,
            Outcome = chapter.Outcome,
        };
    }

    private ErrorCount[] ErrorCounts(Descriptions descriptions) =>
        [.. Errors.ToArray().Select(error => SummaryOf(error, descriptions.Find(error.Description)?.Error))];

    private static ErrorCount SummaryOf(in ErrorEntry error, ErrorName? said) =>
        new(said?.Id ?? string.Empty, said?.Source ?? string.Empty, error.Count, error.FirstTs, error.LastTs);
}
