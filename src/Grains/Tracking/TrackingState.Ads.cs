namespace SessionGrains.Tracking;

/// <summary>
/// Ad breaks and ads. Opening a second one closes the first. An ad outside a break is kept; its time counts as main content. What they say at length is in the
/// store (<see cref="Description"/>).
/// </summary>
internal sealed partial class TrackingState
{
    public const int MaxAds = 200;
    public const int MaxAdBreaks = 200;

    /// <summary>How long after an adBreakComplete the end of the ad that it cut may come, in ms.</summary>
    private const long MaxEndAfterBreakMs = 1_000;

    public CompactList<AdBreakEntry> AdBreaks;

    /// <summary>Number of breaks that were opened.</summary>
    public int AdBreakCount;

    /// <summary>Index of the open break in <see cref="AdBreaks"/>; −1 if it is not listed.</summary>
    public int OpenAdBreakIndex = -1;

    public long AdBreakTs;

    public CompactList<AdEntry> Ads;
    public int AdCount;
    public int AdCompletes;
    public int AdSkips;

    /// <summary>The value of <see cref="AdCount"/> when the open ad began; 0 if none is open.</summary>
    public int OpenAd;

    /// <summary>Index of the open ad in <see cref="Ads"/>; −1 if it is not listed.</summary>
    public int OpenAdIndex = -1;

    public long OpenAdTs;
    public long OpenAdMs;

    /// <summary>When an adBreakComplete cut an ad whose own end may still come; <see cref="long.MinValue"/> for none.</summary>
    public long CutAdTs = long.MinValue;

    /// <summary>Index of that ad; −1 if it is not listed.</summary>
    public int CutAdIndex = -1;

    public bool AdBreakIsOpen => Place != PlaybackPlace.Content;

    public bool AdIsOpen => OpenAd != 0;

    private void OpenAdBreak(in ArrivedEvent arrived)
    {
        CloseAdBreak(arrived.SentTs);
        CloseAd(arrived.SentTs);
        AdBreakCount++;
        AdBreakTs = arrived.Ts;
        OpenAdBreakIndex = AddAdBreak(arrived);
        Place = PlaybackPlace.AdBreak;
        AddFindingIf(ContentStartTs != long.MinValue && arrived.Ts > ContentStartTs, FindingKind.PlayBeforeAdBreak, arrived.SentTs);
    }

    private int AddAdBreak(in ArrivedEvent arrived)
    {
        if (arrived.Details?.Description is not > 0 || AdBreaks.Count >= MaxAdBreaks)
        {
            RecordOverLimit(BoundedList.AdBreaks, arrived.SentTs);
            return -1;
        }

        AdBreaks = AdBreaks.With(new AdBreakEntry(arrived.Details.Description, arrived.SentTs, null));
        return AdBreaks.Count - 1;
    }

    /// <summary>An adBreakComplete. The ad that it cuts may still get its own end.</summary>
    private void CompleteAdBreak(in ArrivedEvent arrived)
    {
        if (!AdBreakIsOpen)
        {
            AddFinding(FindingKind.NothingToClose, arrived.SentTs);
            return;
        }

        if (AdIsOpen)
        {
            (CutAdTs, CutAdIndex) = (arrived.Ts, OpenAdIndex);
        }

        FinishAdBreak(arrived.SentTs);
    }

    private void CloseAdBreak(long sentTs)
    {
        if (AdBreakIsOpen)
        {
            AddFinding(FindingKind.UnclosedBreak, sentTs);
            FinishAdBreak(sentTs);
        }
    }

    private void FinishAdBreak(long sentTs)
    {
        CloseAd(sentTs);
        if (OpenAdBreakIndex >= 0)
        {
            AdBreaks = AdBreaks.With(OpenAdBreakIndex, AdBreaks[OpenAdBreakIndex] with { EndTs = sentTs });
        }

        OpenAdBreakIndex = -1;
        Place = PlaybackPlace.Content;
    }

    private void StartAd(in ArrivedEvent arrived)
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

        OpenAdIndex = AddAd(arrived, PlayOutcome.Open);
        OpenAd = AdCount;
        OpenAdTs = arrived.Ts;
        OpenAdMs = 0;
    }

    /// <summary>Counts the ad and adds it to the list if there is room. Returns its index, or −1.</summary>
    private int AddAd(in ArrivedEvent arrived, PlayOutcome outcome)
    {
        AdCount++;
        if (arrived.Details?.Description is not > 0 || Ads.Count >= MaxAds)
        {
            RecordOverLimit(BoundedList.Ads, arrived.SentTs);
            return -1;
        }

        Ads = Ads.With(new AdEntry(arrived.Details.Description, OpenAdBreakIndex, arrived.SentTs, arrived.SentTs, arrived.Playhead, 0, outcome));
        return Ads.Count - 1;
    }

    /// <summary>An adComplete or adSkip.</summary>
    private void EndAd(in ArrivedEvent arrived, PlayOutcome outcome)
    {
        if (AdIsOpen)
        {
            CountEnd(outcome);
            FinishAd(outcome, arrived.SentTs);
        }
        else if (CutAdTs != long.MinValue)
        {
            // Players close the break first.
            CountEnd(outcome);
            if (CutAdIndex >= 0)
            {
                Ads = Ads.With(CutAdIndex, Ads[CutAdIndex] with { Outcome = outcome, EndTs = arrived.SentTs });
            }

            (CutAdTs, CutAdIndex) = (long.MinValue, -1);
            TakeBackFinding(FindingKind.UnclosedAd);
            AddFinding(FindingKind.ClosedAfterBreak, arrived.SentTs);
        }
        else
        {
            AddFinding(FindingKind.NothingToClose, arrived.SentTs);
        }
    }

    private void CountEnd(PlayOutcome outcome)
    {
        AdCompletes += outcome == PlayOutcome.Completed ? 1 : 0;
        AdSkips += outcome == PlayOutcome.Skipped ? 1 : 0;
    }

    /// <summary>Closes the ad because something else begins or ends.</summary>
    private void CloseAd(long sentTs)
    {
        if (AdIsOpen)
        {
            AddFinding(FindingKind.UnclosedAd, sentTs);
            FinishAd(PlayOutcome.Cut, sentTs);
        }
    }

    private void FinishAd(PlayOutcome outcome, long sentTs)
    {
        if (OpenAdIndex >= 0)
        {
            Ads = Ads.With(OpenAdIndex, Ads[OpenAdIndex] with { TimePlayedMs = OpenAdMs, Outcome = outcome, EndTs = sentTs });
        }

        (OpenAd, OpenAdIndex) = (0, -1);
        Place = Place == PlaybackPlace.Ad ? PlaybackPlace.AdBreak : Place;
    }

    /// <summary>Forgets what matters only for a second after it: an ad that was cut, and the start of the content.</summary>
    private void ForgetRecent(long ts)
    {
        if (CutAdTs != long.MinValue && ts - CutAdTs > MaxEndAfterBreakMs)
        {
            (CutAdTs, CutAdIndex) = (long.MinValue, -1);
        }

        if (ContentStartTs != long.MinValue && ts - ContentStartTs > MaxPlayBeforeBreakMs)
        {
            ContentStartTs = long.MinValue;
        }
    }
}
