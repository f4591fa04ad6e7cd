using SessionGrains.Messages;

namespace SessionGrains.Tracking;

/// <summary>
/// Stalls: while playing main content, a play or ping followed by two pings, each at least 1 s later, with an unmoved playhead. The time from
/// the first of the three on turns from content into stall time, so what a span counted for is remembered as a share until the question is
/// settled. A playhead that never moves in the whole session is no stall but frozen: such shares wait for the first movement.
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

    /// <summary>Whether two playheads, in seconds, are the same place (decisions.md section 4, Stall).</summary>
    public static bool Same(double a, double b) => Math.Abs(a - b) <= SamePlayhead;

    private void CountContentTime(long span, double playheadAfter)
    {
        if (Stalled && PlayheadMoved)
        {
            StallMs += span;
            return;
        }

        var share = new ContentTime(ChapterIsOpen ? OpenChapterIndex : -1, span, double.IsNaN(KnownBitrate) ? 0 : KnownBitrate * span, double.IsNaN(KnownBitrate) ? 0 : span);
        AdjustContent(share, +1);
        if (Stalled)
        {
            Frozen = Frozen with { Held = Frozen.Held.With(share) };
        }
        else if (IsWatchingForStall && Same(playheadAfter, StallPlayhead))
        {
            Suspected = Suspected.With(share);
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
            ReclassifyAsStall(Frozen.Held);
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
            Frozen = new(Frozen.Held.With(Suspected), Frozen.Stalls + 1, Frozen.Stalls == 0 ? sentTs : Frozen.SentTs);
        }

        Suspected = PendingStallTime.None;
    }

    private void ReclassifyAsStall(PendingStallTime content)
    {
        foreach (var share in content.Shares)
        {
            AdjustContent(share, -1);
            StallMs += share.Ms;
        }
    }

    /// <summary>It moved, or the state changed: what was suspected was content after all.</summary>
    private void ResetStallWatch()
    {
        AddWatched(StallPlayhead, Suspected.SpanMs);
        Suspected = PendingStallTime.None;
        Stalled = false;
        StallPlayhead = double.NaN;
    }

    private void AdjustContent(ContentTime share, int sign)
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
