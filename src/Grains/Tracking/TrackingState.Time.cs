namespace SessionGrains.Tracking;

/// <summary>
/// Time: the span from one event to the next belongs to the state after the first (docs/protocol.md#4-from-events-to-a-session). Playheads play no part.
/// </summary>
internal sealed partial class TrackingState
{
    // A live playhead is the second of the day: from over the one to under the other is midnight.
    private const double LateEvening = 86_000;
    private const double EarlyMorning = 400;

    /// <summary>Shortest time between pings without the finding <c>ping-rate</c>: 1 s, less timer jitter.</summary>
    private const long MinPingIntervalMs = 900;

    private void CountTime(in ArrivedEvent arrived, in SessionFacts facts)
    {
        // Negative only for the first event: sessionStart is first whatever its ts.
        var span = Math.Max(0, arrived.Ts - LastTs);
        var playing = IsPlayingContent || (Place == PlaybackPlace.Ad && AdState == PlaybackState.Playing);
        AddFindingIf(playing && span > facts.MaxPingGapMs, FindingKind.NoPing, arrived.SentTs);
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
                AddFindingIf(IsPlayheadJump(Playhead, arrived.Playhead, span), FindingKind.PlayheadJump, arrived.SentTs);
                CountContentTime(span, arrived.Playhead);
                break;
            default:
                break; // starting, completed, or between the ads of a break: no time counts
        }
    }

    /// <summary>Whether the playhead moved much more or less than the clock while playing. Double speed is no jump, and neither is midnight.</summary>
    private static bool IsPlayheadJump(double from, double to, long span) => (to - from < -SeekSeconds || IsAhead(from, to, span)) && !IsMidnight(from, to);

    /// <summary>Whether the playhead went on by more than can have been watched in <paramref name="span"/> ms.</summary>
    private static bool IsAhead(double from, double to, long span) => to - from > (2.5 * span / 1000) + 2;

    private static bool IsMidnight(double from, double to) => from > LateEvening && to < EarlyMorning;
}
