namespace SessionGrains.Abuse.Tests;

/// <summary>Requests of Media Edge clients as text, with room for what does not belong there.</summary>
internal static class XdmText
{
    private const string Query = "?configId=abuse";

    /// <summary>All types that are sent to an open session.</summary>
    public static IReadOnlyList<string> Types { get; } = [.. EventText.Types.Where(static type => type is not ("stateStart" or "stateEnd"))];

    public static string Interact { get; } = "/ee/v1/interact" + Query;

    public static string Collect { get; } = "/ee/or2/v1/collect" + Query;

    public static string Consent { get; } = "/ee/v1/privacy/set-consent" + Query;

    public static string PathOf(string type) => $"/ee/va/v1/{type}{Query}";

    public static string Envelope(IEnumerable<string> items, string after = "") => $$"""{"events":[{{string.Join(',', items)}}]{{Following(after)}}}""";

    /// <summary>A sessionStart; <paramref name="more"/> are further members of its sessionDetails, <paramref name="media"/> of mediaCollection, <paramref name="xdm"/> of xdm.</summary>
    public static string Start(string mediaId, long ts, string more = "", string media = "", string xdm = "") => Item("sessionStart", ts, Details(mediaId, more) + Following(media), xdm);

    /// <summary>An event with what its type needs; <paramref name="media"/> are further members of mediaCollection, <paramref name="xdm"/> of xdm.</summary>
    public static string Of(string type, string sid, long ts, double playhead, string media = "", string xdm = "") =>
        Item(type, ts, $"{Playhead(playhead)},\"sessionID\":\"{sid}\"{Following(Needed(type))}{Following(media)}", xdm);

    /// <summary>A session that was watched offline.</summary>
    public static string Downloaded(string mediaId, long ts, IEnumerable<string> types) => Item("downloaded", ts, null, "\"mediaDownloadedEvents\":["
        + string.Join(',', types.Select((type, at) => Inner(type, ts + (at * 1000), $"{Playhead(at)}{Following(Needed(type))}")).Prepend(Inner("sessionStart", ts, Details(mediaId, "")))) + "]");

    /// <summary>The members without which an event of the type is refused.</summary>
    public static string Needed(string type) => type switch
    {
        "adBreakStart" => "\"advertisingPodDetails\":{\"index\":1,\"offset\":0}",
        "adStart" => "\"advertisingDetails\":{\"name\":\"a\",\"length\":15,\"podPosition\":1,\"playerName\":\"p\"}",
        "chapterStart" => "\"chapterDetails\":{\"index\":1,\"offset\":0,\"length\":60}",
        "statesUpdate" => "\"statesStart\":[{\"name\":\"mute\"}]",
        "error" => "\"errorDetails\":{\"name\":\"e\",\"source\":\"player\"}",
        "bitrateChange" => "\"qoeDataDetails\":{\"bitrate\":1000000}",
        _ => "",
    };

    /// <summary>Ids of the viewer, as many as there is room for.</summary>
    public static string Identities(int bytes, string prefix, bool inOneSpace)
    {
        var ids = new StringBuilder(bytes);
        for (var number = 0; ids.Length + prefix.Length + 40 < bytes; number++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{prefix}{number:x}");
            ids.Append(number == 0 ? "" : ",").Append(inOneSpace ? "" : $"\"{id}\":[").Append($"{{\"id\":\"{id}\"}}").Append(inOneSpace ? "" : "]");
        }

        return inOneSpace ? $"\"identityMap\":{{\"Email\":[{ids}]}}" : $"\"identityMap\":{{{ids}}}";
    }

    /// <summary>A list of objects with a name, as many as there is room for.</summary>
    public static string Named(string list, int bytes, string prefix, string more = "")
    {
        var text = new StringBuilder($"\"{list}\":[", bytes);
        for (var number = 0; text.Length + prefix.Length + more.Length + 30 < bytes; number++)
            text.Append(number == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"{{\"name\":\"{prefix}{number:x}\"{more}}}");
        return text.Append(']').ToString();
    }

    private static string Details(string mediaId, string more) =>
        $$"""{{Playhead(0)}},"sessionDetails":{"name":"{{mediaId}}","friendlyName":"n","length":600,"contentType":"vod","playerName":"abuse","channel":"films"{{Following(more)}}}""";

    private static string Item(string type, long ts, string? media, string xdm) =>
        $$$"""{"xdm":{"eventType":"media.{{{type}}}","timestamp":"{{{At(ts)}}}"{{{(media is null ? "" : $",\"mediaCollection\":{{{media}}}")}}}{{{Following(xdm)}}}}}""";

    private static string Inner(string type, long ts, string media) => $$$"""{"mediaEventType":"media.{{{type}}}","mediaEventTimestamp":"{{{At(ts)}}}","mediaCollection":{{{{media}}}}}""";

    private static string Playhead(double playhead) => string.Create(CultureInfo.InvariantCulture, $"\"playhead\":{playhead}");

    private static string At(long ts) => DateTimeOffset.FromUnixTimeMilliseconds(ts).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Following(string members) => members.Length == 0 ? "" : "," + members;
}
