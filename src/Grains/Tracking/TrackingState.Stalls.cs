namespace SessionGrains.Tracking;

/// <summary>
/// The rule for stalls (docs/protocol.md#4-from-events-to-a-session): while main content plays, a play or ping is followed by two pings, each at least 1 s
/// later, and the playhead does not move. The time from the first of the three on changes from content to stall time, so what that span counted for is kept
/// until the third event decides. If the playhead never moves in the whole session, it is not a stall but frozen: that time is kept until the first movement.
/// </summary>
internal sealed partial class TrackingState
{
    private const double SamePlayhead = 0.001;
    private const int ObservationsForStall = 3;
    private const long MinStallPingIntervalMs = 1_000;

    public double StallPlayhead = double.NaN;
    public byte StallObservations;
    public long StallObservedTs;
    public bool Stalled;
    public PendingStallTime Suspected = PendingStallTime.None;

    public double FirstPlayhead = double.NaN;
    public bool PlayheadMoved;
    public UnmovedContent Frozen = UnmovedContent.None;

    private bool IsWatchingForStall => !double.IsNaN(StallPlayhead);

    /// <summary>Whether two playheads, in seconds, are the same position (within 0.001 s).</summary>
    public static bool Same(double a, double b) => Math.Abs(a - b) <= SamePlayhead;

    private void CountContentTime(long span, double playheadAfter)
    {
        if (Stalled && PlayheadMoved)
        {
            StallMs += span;
            return;
        }

        var time = new ContentTime(ChapterIsOpen ? OpenChapterIndex : -1, span, double.IsNaN(KnownBitrate) ? 0 : KnownBitrate * span, double.IsNaN(KnownBitrate) ? 0 : span);
        AdjustContent(time, +1);
        if (Stalled)
        {
            Frozen = Frozen with { Content = Frozen.Content.With(time) };
        }
        else if (IsWatchingForStall && Same(playheadAfter, StallPlayhead))
        {
            Suspected = Suspected.With(time);
        }
        else
        {
            AddWatched(Playhead, SeenMs(Playhead, playheadAfter, span));
        }
    }

    private void ObservePlayhead(double playhead)
    {
        if (double.IsNaN(FirstPlayhead))
        {
            FirstPlayhead = playhead;
        }
        else if (!PlayheadMoved && !Same(playhead, FirstPlayhead))
        {
            PlayheadMoved = true;
            ReclassifyAsStall(Frozen.Content);
            Stalls += Frozen.Stalls;
            Frozen = UnmovedContent.None;
        }

        if (IsWatchingForStall && !Same(playhead, StallPlayhead))
        {
            ResetStallWatch();
        }
    }

    private void WatchForStall(in ArrivedEvent arrived)
    {
        if (!IsPlayingContent)
        {
            ResetStallWatch();
        }
        else if (arrived.Type is PlayerEventType.Play or PlayerEventType.Ping && !IsWatchingForStall)
        {
            StallPlayhead = arrived.Playhead;
            StallObservations = 1;
            StallObservedTs = arrived.Ts;
        }
        else if (arrived.Type == PlayerEventType.Ping && StallObservations < ObservationsForStall && arrived.Ts - StallObservedTs >= MinStallPingIntervalMs)
        {
            StallObservedTs = arrived.Ts;
            if (++StallObservations == ObservationsForStall)
            {
                ConfirmStall(arrived.SentTs);
            }
        }
    }

    private void ConfirmStall(long sentTs)
    {
        Stalled = true;
        if (PlayheadMoved)
        {
            ReclassifyAsStall(Suspected);
            Stalls++;
        }
        else
        {
            Frozen = new(Frozen.Content.With(Suspected), Frozen.Stalls + 1, Frozen.Stalls == 0 ? sentTs : Frozen.SentTs);
        }

        Suspected = PendingStallTime.None;
    }

    private void ReclassifyAsStall(PendingStallTime content)
    {
        foreach (var time in content.ByChapter)
        {
            AdjustContent(time, -1);
            StallMs += time.Ms;
        }
    }

    /// <summary>The playhead moved or the state changed: the suspected time was content.</summary>
    private void ResetStallWatch()
    {
        AddWatched(StallPlayhead, Suspected.SpanMs);
        Suspected = PendingStallTime.None;
        Stalled = false;
        StallPlayhead = double.NaN;
    }

    private void AdjustContent(ContentTime time, int sign)
    {
        ContentMs += sign * time.Ms;
        BitrateMs += sign * time.BitrateMs;
        BitrateKnownMs += sign * time.BitrateKnownMs;
        if (time.Chapter >= 0)
        {
            AddChapterTime(time.Chapter, sign * time.Ms);
        }
    }
}
