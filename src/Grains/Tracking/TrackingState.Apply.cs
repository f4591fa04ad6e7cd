using SessionGrains.Tracking.Journals;

namespace SessionGrains.Tracking;

internal sealed partial class TrackingState
{
    /// <summary>Applies the next event in order. <paramref name="rank"/> is the rank at which it was picked among events of equal ts.</summary>
    public void Apply(in ArrivedEvent arrived, EventRank rank, in SessionFacts facts)
    {
        RecordArrival(arrived, facts);
        var before = new JournalSnapshot(this);
        if (arrived.IsLate)
        {
            ApplyLate(arrived);
            Record(arrived, before, facts);
            return;
        }

        if (Ended)
        {
            AddFinding(FindingKind.AfterEnd, arrived.SentTs);
            return;
        }

        RecordContentWithoutPlay(arrived);
        RecordEqualTs(arrived, rank);
        var (wasOnContent, wasCompleted) = (Place == PlaybackPlace.Content, Main == PlaybackState.Completed);
        CountTime(arrived, facts);
        ObservePlayhead(arrived.Playhead);
        Recent = Recent?.At(arrived.Ts);
        ApplyTransition(arrived);
        ApplyQuality(arrived);
        WatchForStall(arrived);
        if (ContentStarted && !wasCompleted && (wasOnContent || Place == PlaybackPlace.Content))
        {
            UpdateProgress(arrived.Playhead, facts.LengthSeconds);
        }

        Record(arrived, before, facts);
        LastTs = arrived.Ts;
        LastSentTs = arrived.SentTs;
        Playhead = arrived.Playhead;
    }

    /// <summary>Closes the ad break, ad and chapter that are open when the content or the session ends. No time passes.</summary>
    /// <param name="at">The event that ends it, or the last event.</param>
    public void CloseAllOpen(in EventTime at)
    {
        CloseAdBreak(at);
        CloseAd(at);
        CloseChapter(at);
    }

    private void ApplyTransition(in ArrivedEvent arrived)
    {
        switch (arrived.Type)
        {
            case PlayerEventType.Play:
                Plays++;
                ChangePlayback(PlaybackState.Playing, arrived);
                break;
            case PlayerEventType.PauseStart:
                ChangePlayback(PlaybackState.Paused, arrived);
                break;
            case PlayerEventType.BufferStart:
                ChangePlayback(PlaybackState.Buffering, arrived);
                break;
            case PlayerEventType.Ping:
                ApplyPing(arrived);
                break;
            case PlayerEventType.AdBreakStart:
                OpenAdBreak(arrived);
                break;
            case PlayerEventType.AdBreakComplete:
                CompleteAdBreak(arrived);
                break;
            case PlayerEventType.AdStart:
                StartAd(arrived);
                break;
            case PlayerEventType.AdComplete:
                EndAd(arrived, PlayOutcome.Completed);
                break;
            case PlayerEventType.AdSkip:
                EndAd(arrived, PlayOutcome.Skipped);
                break;
            case PlayerEventType.ChapterStart:
                OpenChapter(arrived);
                break;
            case PlayerEventType.ChapterComplete:
                EndChapter(arrived, PlayOutcome.Completed);
                break;
            case PlayerEventType.ChapterSkip:
                EndChapter(arrived, PlayOutcome.Skipped);
                break;
            case PlayerEventType.StateStart or PlayerEventType.StateEnd or PlayerEventType.StatesUpdate:
                ChangePlayerStates(arrived);
                break;
            case PlayerEventType.SessionComplete:
                if (IsOnCompletedContent)
                {
                    AddFinding(FindingKind.AfterComplete, arrived.SentTs);
                    break;
                }

                CloseAllOpen(arrived.Time);
                ContentCompleted = true;
                Main = PlaybackState.Completed;
                break;
            case PlayerEventType.SessionEnd:
                CloseAllOpen(arrived.Time);
                Ended = true;
                break;
            default:
                break; // errors and bitrate changes only count: ApplyQuality
        }
    }

    /// <summary>
    /// play, pauseStart, bufferStart: each ends the previous state. Inside an ad they change the ad; between the ads of a break they have no effect.
    /// </summary>
    private void ChangePlayback(PlaybackState to, in ArrivedEvent arrived)
    {
        LastPlaybackTs = arrived.Ts;
        if (Place == PlaybackPlace.Ad)
        {
            CountEntry(AdState, to);
            AdState = to;
        }
        else if (IsOnCompletedContent)
        {
            AddFinding(FindingKind.AfterComplete, arrived.SentTs);
        }
        else if (Place == PlaybackPlace.Content)
        {
            CountEntry(Main, to);
            Main = to;
            if (to == PlaybackState.Playing && !ContentStarted)
            {
                ContentStarted = true;
                Recent = RecentMoments.ContentStart(Recent, arrived.Ts);
            }
        }
    }

    private void CountEntry(PlaybackState from, PlaybackState to)
    {
        if (from != to)
        {
            Pauses += to == PlaybackState.Paused ? 1 : 0;
            Buffers += to == PlaybackState.Buffering ? 1 : 0;
        }
    }

    private void ApplyPing(in ArrivedEvent arrived)
    {
        RecordFirstAdOrPing(arrived.SentTs);
        AddFindingIf(LastPingTs != long.MinValue && arrived.Ts - LastPingTs < MinPingIntervalMs, FindingKind.PingRate, arrived.SentTs);
        LastPingTs = arrived.Ts;
        AddFindingIf(IsOnCompletedContent && Math.Abs(arrived.Playhead - Playhead) > SeekSeconds, FindingKind.AfterComplete, arrived.SentTs);
    }

    private void RecordFirstAdOrPing(long sentTs)
    {
        if (FirstAdOrPingTs == long.MinValue)
        {
            FirstAdOrPingTs = sentTs;
        }
    }
}
