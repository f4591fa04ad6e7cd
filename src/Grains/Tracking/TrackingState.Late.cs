namespace SessionGrains.Tracking;

/// <summary>
/// Late events (docs/protocol.md#4-from-events-to-a-session). Each counts in its counter and closes what it names if that is still open. An ad, chapter or
/// state that it opens counts with no time. A playback event changes the state only if no newer one was applied. No time is moved.
/// </summary>
internal sealed partial class TrackingState
{
    private void ApplyLate(in ArrivedEvent late)
    {
        switch (late.Type)
        {
            case PlayerEventType.Play:
                Plays++;
                ApplyLatePlayback(late, PlaybackState.Playing);
                break;
            case PlayerEventType.PauseStart:
                Pauses++;
                ApplyLatePlayback(late, PlaybackState.Paused);
                break;
            case PlayerEventType.BufferStart:
                Buffers++;
                ApplyLatePlayback(late, PlaybackState.Buffering);
                break;
            case PlayerEventType.Ping:
                RecordFirstAdOrPing(late.SentTs);
                break;
            case PlayerEventType.AdBreakComplete when AdBreakIsOpen && AdBreakTs <= late.AdjustedTs:
                FinishAdBreak(late.Time);
                break;
            case PlayerEventType.AdStart:
                RecordFirstAdOrPing(late.SentTs);
                AddAd(late, PlayOutcome.Cut);
                break;
            case PlayerEventType.AdComplete or PlayerEventType.AdSkip:
                ApplyLateAdEnd(late, late.Type == PlayerEventType.AdComplete ? PlayOutcome.Completed : PlayOutcome.Skipped);
                break;
            case PlayerEventType.ChapterStart:
                AddChapter(late, PlayOutcome.Cut);
                break;
            case PlayerEventType.ChapterComplete or PlayerEventType.ChapterSkip:
                ApplyLateChapterEnd(late, late.Type == PlayerEventType.ChapterComplete ? PlayOutcome.Completed : PlayOutcome.Skipped);
                break;
            case PlayerEventType.StateStart or PlayerEventType.StateEnd or PlayerEventType.StatesUpdate:
                ApplyLateStates(late);
                break;
            case PlayerEventType.SessionComplete:
                ContentCompleted = true;
                if (LastPlaybackTs <= late.AdjustedTs)
                {
                    ResetStallWatch();
                    Main = PlaybackState.Completed;
                }

                break;
            case PlayerEventType.SessionEnd:
                ApplyTransition(late);
                break;
            default:
                break; // an opening break only leaves the finding; errors and bitrate changes count below
        }

        ApplyQuality(late.Qoe, late.SentTs, onlyUnset: true);
        BitrateChanges += late.Type == PlayerEventType.BitrateChange ? 1 : 0;
        if (late.Type == PlayerEventType.Error)
        {
            CountError(late);
        }
    }

    private void ApplyLatePlayback(in ArrivedEvent late, PlaybackState to)
    {
        if (LastPlaybackTs > late.AdjustedTs)
        {
            return;
        }

        LastPlaybackTs = late.AdjustedTs;
        if (Place == PlaybackPlace.Ad && OpenAdTs <= late.AdjustedTs)
        {
            AdState = to;
        }
        else if ((Place == PlaybackPlace.Content || AdBreakTs > late.AdjustedTs) && Main != PlaybackState.Completed)
        {
            ResetStallWatch();
            Main = to;
            ContentStarted |= to == PlaybackState.Playing;
        }
    }

    private void ApplyLateAdEnd(in ArrivedEvent late, PlayOutcome outcome)
    {
        CountEnd(outcome);
        if (AdIsOpen && OpenAdTs <= late.AdjustedTs)
        {
            FinishAd(outcome, late.Time);
        }
    }

    private void ApplyLateChapterEnd(in ArrivedEvent late, PlayOutcome outcome)
    {
        ChapterCompletes += outcome == PlayOutcome.Completed ? 1 : 0;
        if (ChapterIsOpen && OpenChapterTs <= late.AdjustedTs)
        {
            FinishChapter(outcome, late.Time);
        }
    }

    private void ApplyLateStates(in ArrivedEvent late)
    {
        foreach (var name in late.Details?.StatesEnd ?? [])
        {
            var at = IndexOfState(name);
            if (at >= 0 && PlayerStates[at].IsOpen && PlayerStates[at].OpenedTs <= late.AdjustedTs)
            {
                EndState(name);
            }
        }

        var isOver = false;
        foreach (var name in late.Details?.StatesStart ?? [])
        {
            var at = FindOrAddState(name);
            isOver |= at < 0;
            if (at >= 0)
            {
                Replace(at, PlayerStates[at] with { Count = PlayerStates[at].Count + 1 });
            }
        }

        RecordOverLimit(isOver ? BoundedList.PlayerStates : BoundedList.None, late.SentTs);
    }
}
