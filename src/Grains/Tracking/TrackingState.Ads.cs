namespace SessionGrains.Tracking;

/// <summary>Ad breaks and ads. Opening a second one closes the first. An ad outside a break is kept; its time counts as main content.</summary>
internal sealed partial class TrackingState
{
    private const int MaxAds = 200;

    public AdBreakOpening? AdBreak;
    public long AdBreakTs;
    public AdSummary[] Ads = [];
    public AdOpening? Ad;
    public long OpenAdTs;
    public long OpenAdMs;

    /// <summary>Index of the open ad in <see cref="Ads"/>, or −1 if that list is full.</summary>
    public int OpenAdIndex = -1;

    public int AdCount;
    public int AdCompletes;
    public int AdSkips;

    public bool AdBreakIsOpen => Place != PlaybackPlace.Content;

    public bool AdIsOpen => Ad is not null;

    private void OpenAdBreak(in ArrivedEvent arrived)
    {
        CloseAdBreak(arrived.SentTs);
        CloseAd(arrived.SentTs);
        var opening = arrived.Details!.AdBreak!;
        AdBreak = opening with { Name = BoundedText.Cut(opening.Name) };
        AdBreakTs = arrived.Ts;
        Place = PlaybackPlace.AdBreak;
    }

    private void CompleteAdBreak(long sentTs)
    {
        if (AdBreakIsOpen)
        {
            CloseAd(sentTs);
            AdBreak = null;
            Place = PlaybackPlace.Content;
        }
    }

    private void CloseAdBreak(long sentTs)
    {
        if (AdBreakIsOpen)
        {
            AddFinding(FindingKind.UnclosedBreak, sentTs);
            CompleteAdBreak(sentTs);
        }
    }

    private void OpenAd(in ArrivedEvent arrived)
    {
        var sentTs = arrived.SentTs;
        CloseAd(sentTs);
        RecordFirstAdOrPing(sentTs);
        if (AdBreakIsOpen)
        {
            Place = PlaybackPlace.Ad;
            AdState = PlaybackState.Playing;
        }
        else
        {
            AddFinding(FindingKind.AdOutsideBreak, sentTs);
        }

        OpenAdIndex = AddAd(arrived);
        var opening = arrived.Details!.Ad!;
        Ad = new(BoundedText.Cut(opening.Id), BoundedText.Cut(opening.Name));
        OpenAdTs = arrived.Ts;
        OpenAdMs = 0;
    }

    /// <summary>Counts the ad and adds it to the list if there is room. Returns its index, or −1.</summary>
    private int AddAd(in ArrivedEvent arrived)
    {
        AdCount++;
        var opening = arrived.Details!.Ad!;
        if (Ads.Length >= MaxAds || !FitsTextLimit(BoundedText.BytesOf(opening.Id) + BoundedText.BytesOf(opening.Name)))
        {
            RecordOverLimit(BoundedList.Ads, arrived.SentTs);
            return -1;
        }

        Ads = [.. Ads, new() { Id = BoundedText.Cut(opening.Id), Name = BoundedText.Cut(opening.Name), BreakIndex = AdBreak?.Index, StartTs = arrived.SentTs }];
        return Ads.Length - 1;
    }

    private void CompleteAd()
    {
        if (AdIsOpen)
        {
            AdCompletes++;
            FinishAd(completed: true);
        }
    }

    private void SkipAd()
    {
        if (AdIsOpen)
        {
            AdSkips++;
            FinishAd(completed: false);
        }
    }

    private void CloseAd(long sentTs)
    {
        if (AdIsOpen)
        {
            AddFinding(FindingKind.UnclosedAd, sentTs);
            SkipAd();
        }
    }

    private void FinishAd(bool completed)
    {
        if (OpenAdIndex >= 0)
        {
            Ads = Ads.With(OpenAdIndex, Ads[OpenAdIndex] with { TimePlayedMs = OpenAdMs, Outcome = completed ? PlayOutcome.Completed : PlayOutcome.Skipped });
        }

        Ad = null;
        OpenAdIndex = -1;
        Place = Place == PlaybackPlace.Ad ? PlaybackPlace.AdBreak : Place;
    }
}
