using System.Globalization;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions.Watching;

internal static class AppliedEvents
{
    /// <param name="playerEvent">The event.</param>
    /// <param name="receivedAtMs">When it arrived, server clock, ms since 1970-01-01 UTC.</param>
    /// <param name="before">The session's counts before the event.</param>
    /// <param name="after">The session's counts after the event.</param>
    public static AppliedEvent Of(PlayerEvent playerEvent, long receivedAtMs, EventCounts before, EventCounts after) =>
        new(playerEvent.Type, playerEvent.Ts, receivedAtMs, playerEvent.Playhead,
            after.Duplicates > before.Duplicates ? AppliedVerdict.Duplicate : after.Late > before.Late ? AppliedVerdict.Late : AppliedVerdict.Applied,
            BoundedText.Cut(Subject(playerEvent)));

    private static string? Subject(PlayerEvent playerEvent) => playerEvent.Type switch
    {
        PlayerEventType.AdStart => playerEvent.Ad!.Name ?? playerEvent.Ad.Id,
        PlayerEventType.AdBreakStart => playerEvent.AdBreak!.Name ?? string.Create(CultureInfo.InvariantCulture, $"break {playerEvent.AdBreak.Index}"),
        PlayerEventType.ChapterStart => playerEvent.Chapter!.Name ?? string.Create(CultureInfo.InvariantCulture, $"chapter {playerEvent.Chapter.Index}"),
        PlayerEventType.Error => playerEvent.Qoe?.ErrorId,
        PlayerEventType.BitrateChange => playerEvent.Qoe?.Bitrate?.ToString(CultureInfo.InvariantCulture),
        PlayerEventType.StateStart => string.Join(", ", playerEvent.StatesStart ?? []),
        PlayerEventType.StateEnd => string.Join(", ", playerEvent.StatesEnd ?? []),
        PlayerEventType.StatesUpdate => string.Join(", ", (playerEvent.StatesStart ?? []).Select(static name => "+" + name).Concat((playerEvent.StatesEnd ?? []).Select(static name => "-" + name))),
        _ => null,
    };
}
