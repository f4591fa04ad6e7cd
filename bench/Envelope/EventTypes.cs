using System.Text;
using System.Text.Json;

namespace SessionGrains.Bench;

/// <summary>The event types of the protocol as UTF-8, one array each, so that comparing references is enough.</summary>
internal static class EventTypes
{
    public static readonly byte[] Ping = "ping"u8.ToArray();

    public static readonly byte[] SessionStart = "sessionStart"u8.ToArray();

    public static readonly byte[] SessionEnd = "sessionEnd"u8.ToArray();

    // The most frequent first.
    private static readonly byte[][] All =
    [
        Ping, SessionStart, SessionEnd,
        .. new[]
        {
            "play", "adStart", "adComplete", "pauseStart", "bufferStart", "chapterStart", "chapterComplete", "adBreakStart", "adBreakComplete", "adSkip",
            "chapterSkip", "bitrateChange", "error", "stateStart", "stateEnd", "statesUpdate", "sessionComplete",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    public static byte[]? Find(ref Utf8JsonReader reader)
    {
        foreach (var name in All)
        {
            if (reader.ValueTextEquals(name))
                return name;
        }

        return null;
    }
}
