namespace SessionGrains.Tracking;

/// <summary>
/// Late events: each counts in its counter and closes what it names if that is still open; an ad, chapter or state that it would open counts
/// with no time; a playback event changes the state only if no newer one was applied; no time is moved (decisions.md section 4).
/// </summary>
internal sealed partial class TrackingState
{
    private void ApplyLate(ArrivedEvent late)
    {
        var playerEvent = late.Event;
        switch (playerEvent.Type)
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
                NoteFirstAdOrPing(playerEvent.Ts);
                break;
            case PlayerEventType.AdBreakComplete when AdBreakIsOpen && AdBreakTs <= late.OwnTs:
                CompleteAdBreak(playerEvent.Ts);
                break;
            case PlayerEventType.AdStart:
                NoteFirstAdOrPing(playerEvent.Ts);
                KeepAd(playerEvent);
                break;
            case PlayerEventType.AdComplete or PlayerEventType.AdSkip:
                ApplyLateAdClosing(late);
                break;
            case PlayerEventType.ChapterStart:
                KeepChapter(playerEvent);
                break;
            case PlayerEventType.ChapterComplete or PlayerEventType.ChapterSkip:
                ApplyLateChapterClosing(late);
                break;
            case PlayerEventType.StateStart or PlayerEventType.StateEnd or PlayerEventType.StatesUpdate:
                ApplyLateStates(late);
                break;
            case PlayerEventType.SessionComplete:
                ContentCompleted = true;
                if (LastPlaybackTs <= late.OwnTs)
                {
                    ForgetStallWatch();
                    Main = PlaybackState.Completed;
                }

                break;
            case PlayerEventType.SessionEnd:
                Transit(late);
                break;
            default:
                break; // a break that would open leaves no trace but the finding; errors and bitrate changes count below
        }

        TakeQuality(playerEvent.Qoe, playerEvent.Ts, onlyUnset: true);
        BitrateChanges += playerEvent.Type == PlayerEventType.BitrateChange ? 1 : 0;
        if (playerEvent.Type == PlayerEventType.Error)
        {
            CountError(playerEvent);
        }
    }

    private void ApplyLatePlayback(ArrivedEvent late, PlaybackState to)
    {
        if (LastPlaybackTs > late.OwnTs)
        {
            return;
        }

        LastPlaybackTs = late.OwnTs;
        if (Place == PlaybackPlace.Ad && OpenAdTs <= late.OwnTs)
        {
            AdState = to;
        }
        else if ((Place == PlaybackPlace.Content || AdBreakTs > late.OwnTs) && Main != PlaybackState.Completed)
        {
            ForgetStallWatch();
            Main = to;
            ContentStarted |= to == PlaybackState.Playing;
        }
    }

    private void ApplyLateAdClosing(ArrivedEvent late)
    {
        var completed = late.Event.Type == PlayerEventType.AdComplete;
        AdCompletes += completed ? 1 : 0;
        AdSkips += completed ? 0 : 1;
        if (AdIsOpen && OpenAdTs <= late.OwnTs)
        {
            FinishAd(completed);
        }
    }

    private void ApplyLateChapterClosing(ArrivedEvent late)
    {
        var completed = late.Event.Type == PlayerEventType.ChapterComplete;
        ChapterCompletes += completed ? 1 : 0;
        if (ChapterIsOpen && OpenChapterTs <= late.OwnTs)
        {
            FinishChapter(completed);
        }
    }

    private void ApplyLateStates(ArrivedEvent late)
    {
        foreach (var name in late.Event.StatesEnd ?? [])
        {
            var at = IndexOfState(name);
            if (at >= 0 && PlayerStates[at].IsOpen && PlayerStates[at].OpenedTs <= late.OwnTs)
            {
                EndState(name);
            }
        }

        foreach (var name in late.Event.StatesStart ?? [])
        {
            var at = KeepState(name, late.Event.Ts);
            if (at >= 0)
            {
                Replace(at, PlayerStates[at] with { Count = PlayerStates[at].Count + 1 });
            }
        }
    }
}
