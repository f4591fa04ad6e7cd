namespace SessionGrains.Tracking;

/// <summary>
/// Stalls: while playing main content, a play or ping followed by two pings, each at least 1 s later, with an unmoved playhead. The time from
/// the first of the three on turns from content into stall time, so what a span counted for is remembered as a share until the question is
/// settled. A playhead that never moves in the whole session is no stall but frozen: such shares wait for the first movement.
/// </summary>
internal sealed partial class TrackingState
{
    private const double SamePlayhead = 0.001;
    private const int StallObservations = 3;
    private const long StallPingDistanceMs = 1_000;

    [Id(30)] public double StallPlayhead = double.NaN;
    [Id(31)] public byte StallSightings;
    [Id(32)] public long StallSightedTs;
    [Id(33)] public bool Stalled;
    [Id(34)] public ContentShare[] Suspects = [];
    [Id(35)] public long SuspectSpanMs;

    [Id(36)] public double FirstPlayhead = double.NaN;
    [Id(37)] public bool PlayheadMoved;
    [Id(38)] public ContentShare[] Frozen = [];
    [Id(39)] public long FrozenSpanMs;
    [Id(40)] public int FrozenStalls;
    [Id(41)] public long FrozenSentTs;

    private bool IsWatchingForStall => !double.IsNaN(StallPlayhead);

    /// <summary>Whether two playheads, in seconds, are the same place (decisions.md section 4, Stall).</summary>
    public static bool Same(double a, double b) => Math.Abs(a - b) <= SamePlayhead;

    private void PassContentTime(long span, double playheadAfter)
    {
        if (Stalled && PlayheadMoved)
        {
            StallMs += span;
            return;
        }

        var share = new ContentShare(ChapterIsOpen ? OpenChapterIndex : -1, span, double.IsNaN(Bitrate) ? 0 : Bitrate * span, double.IsNaN(Bitrate) ? 0 : span);
        AddContent(share, +1);
        if (Stalled)
        {
            Frozen = ContentShare.Add(Frozen, share);
            FrozenSpanMs = Math.Max(FrozenSpanMs, span);
        }
        else if (IsWatchingForStall && Same(playheadAfter, StallPlayhead))
        {
            Suspects = ContentShare.Add(Suspects, share);
            SuspectSpanMs = Math.Max(SuspectSpanMs, span);
        }
        else
        {
            AddWatched(Playhead, span);
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
            TurnIntoStall(Frozen);
            Stalls += FrozenStalls;
            Frozen = [];
            FrozenStalls = 0;
            FrozenSpanMs = 0;
        }

        if (IsWatchingForStall && !Same(playhead, StallPlayhead))
        {
            ForgetStallWatch();
        }
    }

    private void WatchForStall(ArrivedEvent arrived)
    {
        if (!IsPlayingContent)
        {
            ForgetStallWatch();
        }
        else if (arrived.Type is PlayerEventType.Play or PlayerEventType.Ping && !IsWatchingForStall)
        {
            StallPlayhead = arrived.Playhead;
            StallSightings = 1;
            StallSightedTs = arrived.Ts;
        }
        else if (arrived.Type == PlayerEventType.Ping && StallSightings < StallObservations && arrived.Ts - StallSightedTs >= StallPingDistanceMs)
        {
            StallSightedTs = arrived.Ts;
            if (++StallSightings == StallObservations)
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
            TurnIntoStall(Suspects);
            Stalls++;
        }
        else
        {
            FrozenSentTs = FrozenStalls == 0 ? sentTs : FrozenSentTs;
            FrozenStalls++;
            FrozenSpanMs = Math.Max(FrozenSpanMs, SuspectSpanMs);
            foreach (var share in Suspects)
            {
                Frozen = ContentShare.Add(Frozen, share);
            }
        }

        Suspects = [];
        SuspectSpanMs = 0;
    }

    private void TurnIntoStall(ContentShare[] shares)
    {
        foreach (var share in shares)
        {
            AddContent(share, -1);
            StallMs += share.Ms;
        }
    }

    /// <summary>It moved, or the state changed: what was suspected was content after all.</summary>
    private void ForgetStallWatch()
    {
        AddWatched(StallPlayhead, SuspectSpanMs);
        Suspects = [];
        SuspectSpanMs = 0;
        Stalled = false;
        StallPlayhead = double.NaN;
    }

    private void AddContent(ContentShare share, int sign)
    {
        ContentMs += sign * share.Ms;
        BitrateMs += sign * share.BitrateMs;
        BitrateKnownMs += sign * share.BitrateKnownMs;
        if (share.Chapter >= 0)
        {
            AddChapterTime(share.Chapter, sign * share.Ms);
        }
    }
}
