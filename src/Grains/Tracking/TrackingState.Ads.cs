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
        CloseAdBreak(arrived.Time);
        CloseAd(arrived.Time);
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

        FinishAdBreak(arrived.Time);
    }

    private void CloseAdBreak(in EventTime at)
    {
        if (AdBreakIsOpen)
        {
            AddFinding(FindingKind.UnclosedBreak, at.SentTs);
            FinishAdBreak(at);
        }
    }

    private void FinishAdBreak(in EventTime at)
    {
        CloseAd(at);
        if (OpenAdBreakIndex >= 0)
        {
            AdBreaks = AdBreaks.With(OpenAdBreakIndex, AdBreaks[OpenAdBreakIndex] with { EndTs = at.SentTs });
        }

        OpenAdBreakIndex = -1;
        Place = PlaybackPlace.Content;
    }

    private void StartAd(in ArrivedEvent arrived)
    {
        CloseAd(arrived.Time);
        RecordFirstAdOrPing(arrived.SentTs);
        if (AdBreakIsOpen)
        {
            Place = PlaybackPlace.Ad;
            AdState = PlaybackState.Playing;
        }
        else
        {
            AddFinding(FindingKind.AdOutsideBreak, arrived.SentTs);
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

        Ads = Ads.With(new AdEntry(
            arrived.Details.Description, BreakAt(arrived.AdjustedTs), arrived.SentTs, arrived.SentTs, arrived.Playhead, 0, outcome, arrived.Time.ShiftMs, arrived.Time.ShiftMs));
        return (short)(Ads.Count - 1);
    }

    /// <summary>The break of an ad that starts then, for its entry. A late one may belong before the open break: then it is not known which one it was in.</summary>
    private int BreakAt(long adjustedTs) =>
        !AdBreakIsOpen || adjustedTs < AdBreakTs ? AdEntry.OutsideBreak : OpenAdBreakIndex < 0 ? AdEntry.UnlistedBreak : OpenAdBreakIndex;

    /// <summary>An adComplete or adSkip.</summary>
    private void EndAd(in ArrivedEvent arrived, PlayOutcome outcome)
    {
        if (AdIsOpen)
        {
            CountEnd(outcome);
            FinishAd(outcome, arrived.Time);
        }
        else if (Recent is { CutAdTs: not RecentMoments.None, CutAdIndex: var cut })
        {
            // Players close the break first.
            CountEnd(outcome);
            if (cut >= 0)
            {
                Ads = Ads.With(cut, Ads[cut] with { Outcome = outcome, EndTs = arrived.SentTs, EndShiftMs = arrived.Time.ShiftMs });
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
    private void CloseAd(in EventTime at)
    {
        if (AdIsOpen)
        {
            AddFinding(FindingKind.UnclosedAd, at.SentTs);
            FinishAd(PlayOutcome.Cut, at);
        }
    }

    private void FinishAd(PlayOutcome outcome, in EventTime at)
    {
        if (OpenAdIndex >= 0)
        {
            Ads = Ads.With(OpenAdIndex, Ads[OpenAdIndex] with { TimePlayedMs = OpenAdMs, Outcome = outcome, EndTs = at.SentTs, EndShiftMs = at.ShiftMs });
        }

        (OpenAd, OpenAdIndex) = (0, -1);
        Place = Place == PlaybackPlace.Ad ? PlaybackPlace.AdBreak : Place;
    }
}
