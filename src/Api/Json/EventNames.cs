namespace SessionGrains.Api.Json;

/// <summary>The names of event types in JSON and metrics.</summary>
internal static class EventNames
{
    /// <summary>Indexed by <see cref="PlayerEventType"/>.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetNames<PlayerEventType>().Select(static name => char.ToLowerInvariant(name[0]) + name[1..])];

    public static string Of(PlayerEventType type) => All[(int)type];
}
