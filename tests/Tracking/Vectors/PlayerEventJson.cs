using System.Security.Cryptography;

namespace SessionGrains.Tracking.Tests;

/// <summary>Reads vectors and recorded requests into what the core takes: a plain reading of valid bodies, no validation.</summary>
internal static class PlayerEventJson
{
    public static JsonDocument Vector(string path) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "vectors", path)));

    public static StartRequest Start(JsonElement body) =>
        new()
        {
            Body = Encoding.UTF8.GetBytes(body.GetRawText()),
            Ts = Ts(body),
            Playhead = Playhead(body),
            MediaId = body.GetProperty("params").GetProperty("media.id").GetString()!,
            Channel = body.GetProperty("params").GetProperty("media.channel").GetString()!,
            PlayerName = body.GetProperty("params").GetProperty("media.playerName").GetString()!,
            ContentType = body.GetProperty("params").GetProperty("media.contentType").GetString()!,
            LengthSeconds = body.GetProperty("params").GetProperty("media.length").GetDouble(),
            Qoe = Qoe(body),
        };

    public static PlayerEvent Event(JsonElement body)
    {
        var type = Enum.Parse<PlayerEventType>(body.GetProperty("eventType").GetString()!, ignoreCase: true);
        var parameters = body.TryGetProperty("params", out var given) ? given : default;
        return new PlayerEvent
        {
            Type = type,
            Ts = Ts(body),
            Playhead = Playhead(body),
            Fingerprint = Fingerprint(body),
            Qoe = Qoe(body),
            Ad = type == PlayerEventType.AdStart ? new AdOpening(Text(parameters, "media.ad.id")!, Text(parameters, "media.ad.name")) : null,
            AdBreak = type == PlayerEventType.AdBreakStart
                ? new AdBreakOpening(parameters.GetProperty("media.ad.podIndex").GetInt64(), parameters.GetProperty("media.ad.podSecond").GetDouble(), Text(parameters, "media.ad.podFriendlyName"))
                : null,
            Chapter = type == PlayerEventType.ChapterStart
                ? new ChapterOpening(parameters.GetProperty("media.chapter.index").GetInt64(), Text(parameters, "media.chapter.friendlyName"))
                : null,
            StatesStart = type == PlayerEventType.StateStart ? [Text(parameters, "media.state.name")!] : null,
            StatesEnd = type == PlayerEventType.StateEnd ? [Text(parameters, "media.state.name")!] : null,
        };
    }

    private static ulong Fingerprint(JsonElement body) => BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(body.GetRawText())));

    private static long Ts(JsonElement body) => body.GetProperty("playerTime").GetProperty("ts").GetInt64();

    private static double Playhead(JsonElement body) => body.GetProperty("playerTime").GetProperty("playhead").GetDouble();

    private static QoeValues? Qoe(JsonElement body) =>
        body.TryGetProperty("qoeData", out var qoe)
            ? new QoeValues
            {
                Bitrate = Number(qoe, "media.qoe.bitrate"),
                DroppedFrames = Number(qoe, "media.qoe.droppedFrames"),
                FramesPerSecond = Number(qoe, "media.qoe.framesPerSecond"),
                TimeToStart = Number(qoe, "media.qoe.timeToStart"),
                ErrorId = Text(qoe, "media.qoe.errorID"),
                ErrorSource = Text(qoe, "media.qoe.errorSource"),
            }
            : null;

    private static string? Text(JsonElement from, string name) => from.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static double? Number(JsonElement from, string name) => from.TryGetProperty(name, out var value) ? value.GetDouble() : null;
}
