namespace SessionGrains.Tracking;

/// <summary>
/// Ad breaks and ads. Opening a second one closes the first. An ad outside a break is kept; its time counts as main content. What they say at length is in the
/// store (<see cref="Description"/>).
/// </summary>
internal sealed partial class TrackingState
{
    public const int MaxAds = 200;
    public const int MaxAdBreaks = 200;

    public CompactList<AdBreakEntry> AdBreaks;

    /// <summary>Number of breaks that were opened.</summary>
    public int AdBreakCount;

    /// <summary>Index of the open break in <see cref="AdBreaks"/>; −1 if it is not listed.</summary>
    public short OpenAdBreakIndex = -1;

    public long AdBreakTs;

    public CompactList<AdEntry> Ads;
    public int AdCount;
    public int AdCompletes;
    public int AdSkips;

    /// <summary>The value of <see cref="AdCount"/> when the open ad began; 0 if none is open.</summary>
    public int OpenAd;

    /// <summary>Index of the open ad in <see cref="Ads"/>; −1 if it is not listed.</summary>
    public short OpenAdIndex = -1;

    public long OpenAdTs;
    public long OpenAdMs;

    /// <summary>Null for none.</summary>
    public RecentMoments? Recent;

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
        AddFindingIf(Recent is { ContentStartTs: not RecentMoments.None and var started } && arrived.Ts > started, FindingKind.PlayBeforeAdBreak, arrived.SentTs);
    }

    private short AddAdBreak(in ArrivedEvent arrived)
    {
        if (arrived.Details?.Description is not > 0 || AdBreaks.Count >= MaxAdBreaks)
        {
            RecordOverLimit(BoundedList.AdBreaks, arrived.SentTs);
            return -1;
        }

        AdBreaks = AdBreaks.With(new AdBreakEntry(arrived.Details.Description, arrived.SentTs, null));
        return (short)(AdBreaks.Count - 1);
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
            Recent = RecentMoments.CutAd(Recent, arrived.Ts, OpenAdIndex);
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
    private short AddAd(in ArrivedEvent arrived, PlayOutcome outcome)
    {
        AdCount++;
        if (arrived.Details?.Description is not > 0 || Ads.Count >= MaxAds)
        {
            RecordOverLimit(BoundedList.Ads, arrived.SentTs);
            return -1;
        }

        Ads = Ads.With(new AdEntry(arrived.Details.Description, OpenAdBreakIndex, arrived.SentTs, arrived.SentTs, arrived.Playhead, 0, outcome));
        return (short)(Ads.Count - 1);
    }

    /// <summary>An adComplete or adSkip.</summary>
    private void EndAd(in ArrivedEvent arrived, PlayOutcome outcome)
    {
        if (AdIsOpen)
        {
            CountEnd(outcome);
            FinishAd(outcome, arrived.SentTs);
        }
        else if (Recent is { CutAdTs: not RecentMoments.None, CutAdIndex: var cut })
        {
            // Players close the break first.
            CountEnd(outcome);
            if (cut >= 0)
            {
                Ads = Ads.With(cut, Ads[cut] with { Outcome = outcome, EndTs = arrived.SentTs });
            }

            Recent = Recent.WithoutCutAd();
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
}
