namespace SessionGrains.Tracking;

/// <summary>
/// The order of events with equal ts (docs/protocol.md#4-from-events-to-a-session). A closing event with nothing to close (a stray) waits for an opening of the
/// same ts. Without one it comes last before the end: it changes nothing, and so no opening that is still on its way is missed.
/// </summary>
internal enum EventRank : byte
{
    AdClosing = 0,
    AdBreakClosing = 1,
    ChapterClosing = 2,
    StateClosing = 3,
    AdBreakOpening = 4,
    AdOpening = 5,
    ChapterOpening = 6,
    StateOpening = 7,
    Playback = 8,
    Ping = 9,
    Quality = 10,
    Stray = 11,
    Complete = 12,
    End = 13,
    Late = 14,
}

internal static class EventRanks
{
    /// <summary>Ranks at which the order of two events of equal ts matters.</summary>
    public const uint OrderMatters = ~((1u << (int)EventRank.StateClosing) | (1u << (int)EventRank.StateOpening)
        | (1u << (int)EventRank.Quality) | (1u << (int)EventRank.Stray) | (1u << (int)EventRank.Late));

    /// <summary>The rank by type. A statesUpdate that ends states counts as closing, otherwise as opening.</summary>
    public static EventRank Of(in ArrivedEvent arrived) => Of(arrived.Type, arrived.Details?.StatesEnd);

    public static EventRank Of(PlayerEventType type, string[]? statesEnd) => type switch
    {
        PlayerEventType.AdComplete or PlayerEventType.AdSkip => EventRank.AdClosing,
        PlayerEventType.AdBreakComplete => EventRank.AdBreakClosing,
        PlayerEventType.ChapterComplete or PlayerEventType.ChapterSkip => EventRank.ChapterClosing,
        PlayerEventType.StateEnd => EventRank.StateClosing,
        PlayerEventType.StatesUpdate => statesEnd is { Length: > 0 } ? EventRank.StateClosing : EventRank.StateOpening,
        PlayerEventType.AdBreakStart => EventRank.AdBreakOpening,
        PlayerEventType.AdStart => EventRank.AdOpening,
        PlayerEventType.ChapterStart => EventRank.ChapterOpening,
        PlayerEventType.StateStart => EventRank.StateOpening,
        PlayerEventType.Ping => EventRank.Ping,
        PlayerEventType.BitrateChange or PlayerEventType.Error => EventRank.Quality,
        PlayerEventType.SessionComplete => EventRank.Complete,
        PlayerEventType.SessionEnd => EventRank.End,
        _ => EventRank.Playback,
    };
}
