using SessionGrains.Tracking.Journals;

namespace SessionGrains.Tracking;

/// <summary>
/// The journal: what changed when. It is part of the state, so replaying the window puts overtaken events in their place. A ping leaves an entry if it changed
/// what is on the screen, if the playhead jumped, or a minute after the last entry. A sample of the playhead is replaced by the next one if it lies on a
/// straight line with its neighbours.
/// </summary>
internal sealed partial class TrackingState
{
    private const long SampleEveryMs = 60_000;
    private const double SeekSeconds = 1;

    /// <summary>Distance from the line between its neighbours up to which a sample is left out.</summary>
    private const long StraightMs = 500;

    private const long NoSample = -1;

    /// <summary>The entries in the form of <see cref="JournalBytes"/>, without the last one if <see cref="_sampledPlayheadMs"/> holds it.</summary>
    private byte[] _entries = [];

    /// <summary>
    /// The playhead of the last entry, in milliseconds, if that is a plain sample; otherwise <see cref="NoSample"/>. Kept outside of the array, because the
    /// next sample usually replaces it and would allocate a new array each time.
    /// </summary>
    private long _sampledPlayheadMs = NoSample;

    /// <summary>The offset and scene of the last entry, and the number of entries.</summary>
    public long JournalOffsetMs;
    public JournalScene JournalScene;
    public byte JournalCount;
    public bool JournalIsThinned;

    /// <summary>All entries in the form of <see cref="JournalBytes"/>.</summary>
    public byte[] Journal
    {
        get => _sampledPlayheadMs == NoSample ? _entries : JournalBytes.Append(_entries, _entries.Length, LastSample);
        set => (_entries, _sampledPlayheadMs) = (value, NoSample);
    }

    /// <summary>What is on the screen.</summary>
    public JournalScene Scene => Place switch
    {
        PlaybackPlace.Ad => AdState switch
        {
            PlaybackState.Paused => JournalScene.AdPaused,
            PlaybackState.Buffering => JournalScene.AdBuffering,
            _ => JournalScene.Ad,
        },
        PlaybackPlace.AdBreak => JournalScene.AdBreak,
        _ => Main switch
        {
            PlaybackState.Starting => JournalScene.Starting,
            PlaybackState.Paused => JournalScene.Paused,
            PlaybackState.Buffering => JournalScene.Buffering,
            PlaybackState.Completed => JournalScene.Completed,
            _ => Stalled ? JournalScene.Stalled : JournalScene.Content,
        },
    };

    private JournalEntry LastSample => new(PlayerEventType.Ping, JournalScene, JournalOffsetMs, _sampledPlayheadMs);

    /// <summary>The first entry of every journal.</summary>
    public void RecordStart(double playhead) => Record(new(PlayerEventType.SessionStart, JournalScene.Starting, 0, InMs(playhead)));

    /// <summary>As <see cref="CloseAllOpen"/> at the last event, for a session that closes without an event.</summary>
    public void CloseAtLastEvent(in SessionFacts facts)
    {
        var before = new JournalSnapshot(this);
        CloseAllOpen(new(LastSentTs, LastTs));
        RecordImplied(before, new(PlayerEventType.SessionEnd, Scene, LastTs - facts.StartTs, InMs(Playhead)));
    }

    /// <summary>Records what <paramref name="arrived"/> did to the state as it was at <paramref name="before"/>.</summary>
    private void Record(in ArrivedEvent arrived, in JournalSnapshot before, in SessionFacts facts)
    {
        var marks = (arrived.IsLate ? JournalMarks.Late : JournalMarks.None)
            | (Stalled && !before.Stalled ? JournalMarks.Stall : JournalMarks.None)
            | (IsJump(arrived, before, facts) ? JournalMarks.Jump : JournalMarks.None)
            | (!arrived.IsLate && arrived.Ts - before.LastTs > facts.IdleTimeoutMs ? JournalMarks.Silence : JournalMarks.None);
        var scene = Scene;
        var offset = arrived.Ts - facts.StartTs;
        var type = arrived.Type;
        if (marks == JournalMarks.None && scene == JournalScene && IsSample(type))
        {
            if (offset - JournalOffsetMs >= SampleEveryMs)
            {
                RecordSample(new(type, scene, offset, InMs(arrived.Playhead)));
            }

            return;
        }

        var entry = new JournalEntry(type, scene, offset, InMs(arrived.Playhead))
        {
            Marks = marks,
            LateByMs = arrived.Ts - arrived.AdjustedTs,
            StallMs = (marks & JournalMarks.Stall) == 0 ? 0 : before.Suspected.ByChapter.Sum(static time => time.Ms) + CountedMs - before.CountedMs,
            PriorPlayheadMs = InMs(before.Playhead),
            SilenceMs = arrived.Ts - before.LastTs,
        };
        RecordImplied(before, entry);
        var recorded = (_entries, _sampledPlayheadMs);
        RecordChange(arrived, before, entry);

        // An event that closes nothing, or opens a state that is already open, still samples the playhead like a ping.
        RecordIf(recorded == (_entries, _sampledPlayheadMs) && (scene != JournalScene || (marks & ~JournalMarks.Late) != 0), entry with { Type = PlayerEventType.Ping });
    }

    /// <summary>Types that change nothing else if the scene stays the same.</summary>
    private static bool IsSample(PlayerEventType type) =>
        type is PlayerEventType.Ping or PlayerEventType.Play or PlayerEventType.PauseStart or PlayerEventType.BufferStart;

    /// <summary>While playing, the rule of the finding <c>playhead-jump</c>; otherwise main content moves only if the viewer seeks.</summary>
    private static bool IsJump(in ArrivedEvent arrived, in JournalSnapshot before, in SessionFacts facts) =>
        !arrived.IsLate && before is { ContentStarted: true, Place: PlaybackPlace.Content, Main: not PlaybackState.Completed }
        && (before.Main == PlaybackState.Playing && arrived.Ts - before.LastTs <= facts.IdleTimeoutMs
            ? IsPlayheadJump(before.Playhead, arrived.Playhead, Math.Max(0, arrived.Ts - before.LastTs))
            : Math.Abs(arrived.Playhead - before.Playhead) > SeekSeconds && !IsMidnight(before.Playhead, arrived.Playhead));

    /// <summary>Records what the event closed without being its closing event.</summary>
    private void RecordImplied(in JournalSnapshot before, JournalEntry cause)
    {
        var implied = cause with { Marks = JournalMarks.Implied | (cause.Marks & JournalMarks.Silence) };
        if (before.Ad != 0 && before.Ad != OpenAd && cause.Type is not (PlayerEventType.AdComplete or PlayerEventType.AdSkip))
        {
            Record(implied with { Type = PlayerEventType.AdSkip, Subject = before.AdIndex + 1 });
        }

        if (before.AdBreak != 0 && (!AdBreakIsOpen || before.AdBreak != AdBreakCount) && cause.Type != PlayerEventType.AdBreakComplete)
        {
            Record(implied with { Type = PlayerEventType.AdBreakComplete });
        }

        if (before.ChapterIsOpen && (!ChapterIsOpen || (cause.Type == PlayerEventType.ChapterStart && !cause.Has(JournalMarks.Late)))
            && cause.Type is not (PlayerEventType.ChapterComplete or PlayerEventType.ChapterSkip))
        {
            Record(implied with { Type = PlayerEventType.ChapterSkip, Subject = before.ChapterIndex + 1 });
        }
    }

    private void RecordChange(in ArrivedEvent arrived, in JournalSnapshot before, JournalEntry entry)
    {
        switch (arrived.Type)
        {
            case PlayerEventType.AdStart:
                Record(entry with { Subject = (arrived.IsLate ? IndexOfAdded(before.AdsListed, Ads.Count) : OpenAdIndex) + 1 });
                break;
            case PlayerEventType.AdComplete or PlayerEventType.AdSkip:
                var cutAd = before.Ad == 0 && !arrived.IsLate && before.Recent?.At(arrived.Ts) is { CutAdTs: not RecentMoments.None } recent ? recent.CutAdIndex + 1 : -1;
                RecordIf(before.Ad != 0 || cutAd >= 0 || arrived.IsLate, entry with { Subject = cutAd >= 0 ? cutAd : before.Ad == OpenAd ? 0 : before.AdIndex + 1 });
                break;
            case PlayerEventType.AdBreakStart:
                Record(entry with { Subject = arrived.IsLate ? 0 : OpenAdBreakIndex + 1 });
                break;
            case PlayerEventType.AdBreakComplete:
                RecordIf(before.AdBreak != 0 || arrived.IsLate, entry);
                break;
            case PlayerEventType.ChapterStart:
                RecordIf(ChapterIsOpen || arrived.IsLate, entry with { Subject = (arrived.IsLate ? IndexOfAdded(before.ChaptersListed, Chapters.Count) : OpenChapterIndex) + 1 });
                break;
            case PlayerEventType.ChapterComplete or PlayerEventType.ChapterSkip:
                RecordIf(before.ChapterIsOpen || arrived.IsLate, entry with { Subject = before.ChapterIsOpen && !ChapterIsOpen ? before.ChapterIndex + 1 : 0 });
                break;
            case PlayerEventType.StateStart or PlayerEventType.StateEnd or PlayerEventType.StatesUpdate:
                RecordPlayerStates(before.PlayerStates, entry);
                break;
            case PlayerEventType.BitrateChange:
                Record(entry with { Subject = arrived.Qoe?.Bitrate is >= 0 and < long.MaxValue / 2 and var bitrate ? (long)bitrate + 1 : 0 });
                break;
            case PlayerEventType.Error:
                Record(entry with { Subject = IndexOfError(arrived.Details?.Description ?? 0) + 1 });
                break;
            default:
                Record(entry);
                break;
        }
    }

    /// <summary>The index at which a list grew; −1 if it was full.</summary>
    private static int IndexOfAdded(int before, int after) => after > before ? after - 1 : -1;

    private void RecordPlayerStates(PlayerState[] before, JournalEntry entry)
    {
        for (var i = 0; i < PlayerStates.Length; i++)
        {
            var isNew = i >= before.Length;
            var counted = PlayerStates[i].Count != (isNew ? 0 : before[i].Count);
            var closed = !isNew && before[i].IsOpen && (!PlayerStates[i].IsOpen || (counted && !entry.Has(JournalMarks.Late)));
            RecordIf(closed, entry with { Type = PlayerEventType.StateEnd, Subject = i + 1 });
            RecordIf(counted, entry with { Type = PlayerEventType.StateStart, Subject = i + 1 });
        }
    }

    private void RecordIf(bool condition, JournalEntry entry)
    {
        if (condition)
        {
            Record(entry);
        }
    }

    private void Record(JournalEntry entry)
    {
        if (JournalCount >= JournalThinning.MaxEntries)
        {
            var left = JournalThinning.Thin(JournalBytes.Read(Journal));
            Journal = JournalBytes.Of(left);
            JournalCount = (byte)left.Count;
            JournalIsThinned = true;
        }

        // Writes the last sample to the entries.
        (_entries, _sampledPlayheadMs) = (Journal, NoSample);
        if (entry is { Type: PlayerEventType.Ping, Marks: JournalMarks.None })
        {
            _sampledPlayheadMs = entry.PlayheadMs;
        }
        else
        {
            _entries = JournalBytes.Append(_entries, _entries.Length, entry);
        }

        OnRecorded(entry);
        JournalCount++;
    }

    /// <summary>Records a sample of the playhead. Replaces the last one if that lies on the line to it.</summary>
    private void RecordSample(JournalEntry sample)
    {
        var (before, last, lastAt) = LastTwo();
        if (sample.Type == PlayerEventType.Ping && last.IsSample && last.Scene == before.Scene && !before.Has(JournalMarks.Gap) && before.OffsetMs < last.OffsetMs && IsStraight(before, last, sample))
        {
            // The entries before it stay the same.
            _entries = lastAt == _entries.Length ? _entries : _entries[..lastAt];
            _sampledPlayheadMs = sample.PlayheadMs;
            OnRecorded(sample);
        }
        else
        {
            Record(sample);
        }
    }

    private (JournalEntry Before, JournalEntry Last, int LastAt) LastTwo()
    {
        JournalEntry before = default, last = default;
        var lastAt = 0;
        for (var at = 0; at < _entries.Length;)
        {
            (before, lastAt) = (last, at);
            last = JournalBytes.ReadNext(_entries, ref at);
        }

        return _sampledPlayheadMs == NoSample ? (before, last, lastAt) : (last, LastSample, _entries.Length);
    }

    private static bool IsStraight(in JournalEntry from, in JournalEntry middle, in JournalEntry to)
    {
        var fraction = (double)(middle.OffsetMs - from.OffsetMs) / (to.OffsetMs - from.OffsetMs);
        return Math.Abs(from.PlayheadMs + ((to.PlayheadMs - from.PlayheadMs) * fraction) - middle.PlayheadMs) <= StraightMs;
    }

    private void OnRecorded(in JournalEntry entry)
    {
        JournalOffsetMs = entry.OffsetMs;
        JournalScene = entry.Scene;
    }
}
