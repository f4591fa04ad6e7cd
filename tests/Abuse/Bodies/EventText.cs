namespace SessionGrains.Abuse.Tests;

/// <summary>Events as text, with room for what does not belong there.</summary>
internal static class EventText
{
    /// <summary>All types that are sent to an open session.</summary>
    public static IReadOnlyList<string> Types { get; } =
    [
        "play", "ping", "pauseStart", "bufferStart", "bitrateChange", "error", "adBreakStart", "adBreakComplete", "adStart", "adComplete", "adSkip", "chapterStart",
        "chapterComplete", "chapterSkip", "stateStart", "stateEnd", "statesUpdate", "sessionComplete", "sessionEnd",
    ];

    public static long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>A sessionStart; <paramref name="more"/> are further members of its params, <paramref name="after"/> of the event.</summary>
    public static string Start(string mediaId, string length = "600", string more = "", string after = "", long? ts = null) =>
        $$"""{"eventType":"sessionStart","playerTime":{"playhead":0,"ts":{{Number(ts ?? Now)}}},"params":{"analytics.trackingServer":"t","analytics.reportSuite":"r","visitor.marketingCloudOrgId":"o","media.id":"{{mediaId}}","media.length":{{length}},"media.contentType":"vod","media.playerName":"abuse","media.channel":"films"{{Following(more)}}}{{Following(after)}}}""";

    /// <summary>An event with what its type needs; <paramref name="more"/> are further members of its params, <paramref name="after"/> of the event.</summary>
    public static string Of(string type, long ts, double playhead, string qoe = "", string more = "", string after = "") =>
        Raw(type, Number(ts), Number(playhead), qoe, more, after);

    /// <summary>The same with numbers of any form.</summary>
    public static string Raw(string type, string ts, string playhead, string qoe = "", string more = "", string after = "")
    {
        var needed = Needed(type);
        var qoeData = type == "error" ? "\"media.qoe.errorID\":\"e\",\"media.qoe.errorSource\":\"player\"" + Following(qoe) : qoe;
        return $$"""{"eventType":"{{type}}","playerTime":{"playhead":{{playhead}},"ts":{{ts}}},"params":{{{needed}}{{(needed.Length == 0 ? more : Following(more))}}},"qoeData":{{{qoeData}}}{{Following(after)}}}""";
    }

    /// <summary>The params without which an event of the type is refused, as members.</summary>
    public static string Needed(string type) => type switch
    {
        "adBreakStart" => "\"media.ad.podIndex\":1,\"media.ad.podSecond\":0",
        "adStart" => "\"media.ad.id\":\"a\",\"media.ad.length\":15,\"media.ad.podPosition\":1,\"media.ad.playerName\":\"p\"",
        "chapterStart" => "\"media.chapter.index\":1,\"media.chapter.offset\":0,\"media.chapter.length\":60",
        "stateStart" or "stateEnd" => "\"media.state.name\":\"mute\"",
        "statesUpdate" => "\"statesStart\":[{\"media.state.name\":\"mute\"}]",
        _ => "",
    };

    public static string Array(IEnumerable<string> events) => $"[{string.Join(',', events)}]";

    private static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Following(string members) => members.Length == 0 ? "" : "," + members;
}
