namespace SessionGrains.Tracking;

/// <summary>
/// Time: the span from one event to the next belongs to the state after the first (docs/protocol.md#4-from-events-to-a-session). Playheads play no part.
/// </summary>
internal sealed partial class TrackingState
{
    /// <summary>Longest time between events while playing without the finding <c>no-ping</c>: two missed pings.</summary>
    private const long MaxPingGapMs = 20_000;

    /// <summary>Shortest time between pings without the finding <c>ping-rate</c>: 1 s, less timer jitter.</summary>
    private const long MinPingIntervalMs = 900;

    private void CountTime(in ArrivedEvent arrived, in SessionFacts facts)
    {
        // Negative only for the first event: sessionStart is first whatever its ts.
        var span = Math.Max(0, arrived.Ts - LastTs);
        var playing = IsPlayingContent || (Place == PlaybackPlace.Ad && AdState == PlaybackState.Playing);
        AddFindingIf(playing && span > MaxPingGapMs, FindingKind.NoPing, arrived.SentTs);
        if (span > facts.IdleTimeoutMs)
        {
            return;
        }

        CountedMs += span;
        switch (Place, Place == PlaybackPlace.Ad ? AdState : Main)
        {
            case (PlaybackPlace.Ad or PlaybackPlace.Content, PlaybackState.Paused):
                PauseMs += span;
                break;
            case (PlaybackPlace.Ad or PlaybackPlace.Content, PlaybackState.Buffering):
                BufferMs += span;
                break;
            case (PlaybackPlace.Ad, _):
                AdMs += span;
                OpenAdMs += span;
                break;
            case (PlaybackPlace.Content, PlaybackState.Playing):
                AddFindingIf(IsPlayheadJump(arrived.Playhead - Playhead, span), FindingKind.PlayheadJump, arrived.SentTs);
                CountContentTime(span, arrived.Playhead);
                break;
            default:
                break; // starting, completed, or between the ads of a break: no time counts
        }
    }

    /// <summary>Whether the playhead moved much more or less than the clock while playing. Double speed is no jump.</summary>
    private static bool IsPlayheadJump(double moved, long span) => moved < -1 || moved > (2.5 * span / 1000) + 2;
}
