using SessionGrains.Messages;

namespace SessionGrains.Tracking;

/// <summary>What a window keeps of an event. Of a plain one that is what it said and not the event, which whoever sent it may still look at.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Ts">The player's clock as it was sent.</param>
/// <param name="Playhead">Position in the main content in seconds.</param>
/// <param name="Fingerprint">Identity of the request.</param>
/// <param name="Details">The event where it says more than that; null where it does not, as with most pings.</param>
[Immutable]
internal readonly record struct KeptEvent(PlayerEventType Type, long Ts, double Playhead, ulong Fingerprint, PlayerEvent? Details)
{
    public static KeptEvent Of(PlayerEvent playerEvent) =>
        new(playerEvent.Type, playerEvent.Ts, playerEvent.Playhead, playerEvent.Fingerprint, playerEvent.IsPlain ? null : playerEvent);
}
