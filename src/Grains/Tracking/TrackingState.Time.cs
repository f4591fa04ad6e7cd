using SessionGrains.Messages;

namespace SessionGrains.Tracking;

/// <summary>Time: the span from one event to the next belongs to the state after the first, never to playhead differences.</summary>
internal sealed partial class TrackingState
{
    /// <summary>Longest silence while playing that is no finding: two missed pings.</summary>
    private const long MaxPingGapMs = 20_000;

    /// <summary>Two pings nearer than this are a finding: 1 s, less what timers of players jitter.</summary>
    private const long MinPingIntervalMs = 900;

    private void CountTime(in ArrivedEvent arrived, in SessionFacts facts)
    {
        // Only the first event can lie before: sessionStart is first whatever its ts.
        var span = Math.Max(0, arrived.Ts - LastTs);
        var playing = IsPlayingContent || (Place == PlaybackPlace.Ad && AdState == PlaybackState.Playing);
        if (playing && span > MaxPingGapMs)
        {
            AddFinding(FindingKind.NoPing, arrived.SentTs);
        }

        if (span > facts.IdleTimeoutMs)
        {
            return;
        }

        CountedMs += span;
        switch (Place)
        {
            case PlaybackPlace.Ad:
                CountAdTime(span);
                break;
            case PlaybackPlace.Content when Main == PlaybackState.Playing:
                RecordPlayheadJump(arrived, span);
                CountContentTime(span, arrived.Playhead);
                break;
            case PlaybackPlace.Content when Main == PlaybackState.Paused:
                PauseMs += span;
                break;
            case PlaybackPlace.Content when Main == PlaybackState.Buffering:
                BufferMs += span;
                break;
            default:
                break; // starting, completed, between the ads of a break: nobody watches anything
        }
    }

    private void CountAdTime(long span)
    {
        switch (AdState)
        {
            case PlaybackState.Paused:
                PauseMs += span;
                break;
            case PlaybackState.Buffering:
                BufferMs += span;
                break;
            default:
                AdMs += span;
                OpenAdMs += span;
                break;
        }
    }

    private void RecordPlayheadJump(in ArrivedEvent arrived, long span) =>
        AddFindingIf(IsPlayheadJump(arrived.Playhead - Playhead, span), FindingKind.PlayheadJump, arrived.SentTs);

    /// <summary>While playing, the playhead should move with the clock; twice its speed is still no jump.</summary>
    private static bool IsPlayheadJump(double moved, long span) => moved < -1 || moved > (2.5 * span / 1000) + 2;
}
