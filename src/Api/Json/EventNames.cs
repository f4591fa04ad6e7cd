using SessionGrains.Messages;

namespace SessionGrains.Api.Json;

/// <summary>The types of events as JSON and metrics name them.</summary>
internal static class EventNames
{
    /// <summary>By the number of the type.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetNames<PlayerEventType>().Select(static name => char.ToLowerInvariant(name[0]) + name[1..])];

    public static string Of(PlayerEventType type) => All[(int)type];
}
