namespace SessionGrains.Api.Tests;

/// <summary>Says in XDM what an event of the Media Collection API says.</summary>
internal static class ToXdm
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["media.id"] = "sessionDetails.name",
        ["media.name"] = "sessionDetails.friendlyName",
        ["media.length"] = "sessionDetails.length",
        ["media.contentType"] = "sessionDetails.contentType",
        ["media.playerName"] = "sessionDetails.playerName",
        ["media.channel"] = "sessionDetails.channel",
        ["media.resume"] = "sessionDetails.hasResume",
        ["media.sdkVersion"] = "sessionDetails.appVersion",
        ["media.show"] = "sessionDetails.show",
        ["media.streamType"] = "sessionDetails.streamType",
        ["media.ad.podFriendlyName"] = "advertisingPodDetails.friendlyName",
        ["media.ad.podIndex"] = "advertisingPodDetails.index",
        ["media.ad.podSecond"] = "advertisingPodDetails.offset",
        ["media.ad.id"] = "advertisingDetails.name",
        ["media.ad.name"] = "advertisingDetails.friendlyName",
        ["media.ad.length"] = "advertisingDetails.length",
        ["media.ad.podPosition"] = "advertisingDetails.podPosition",
        ["media.ad.playerName"] = "advertisingDetails.playerName",
        ["media.ad.advertiser"] = "advertisingDetails.advertiser",
        ["media.ad.campaignId"] = "advertisingDetails.campaignID",
        ["media.ad.creativeId"] = "advertisingDetails.creativeID",
        ["media.ad.creativeURL"] = "advertisingDetails.creativeURL",
        ["media.ad.siteId"] = "advertisingDetails.siteID",
        ["media.ad.placementId"] = "advertisingDetails.placementID",
        ["media.chapter.index"] = "chapterDetails.index",
        ["media.chapter.offset"] = "chapterDetails.offset",
        ["media.chapter.length"] = "chapterDetails.length",
        ["media.chapter.friendlyName"] = "chapterDetails.friendlyName",
        ["media.qoe.bitrate"] = "qoeDataDetails.bitrate",
        ["media.qoe.droppedFrames"] = "qoeDataDetails.droppedFrames",
        ["media.qoe.framesPerSecond"] = "qoeDataDetails.framesPerSecond",
        ["media.qoe.timeToStart"] = "qoeDataDetails.timeToStart",
        ["media.qoe.errorID"] = "errorDetails.name",
        ["media.qoe.errorSource"] = "errorDetails.source",
    };

    /// <summary>The <c>mediaCollection</c> of an event.</summary>
    public static JsonObject MediaCollection(JsonNode sent, string? sid)
    {
        var media = new JsonObject { ["playhead"] = sent["playerTime"]!["playhead"]!.DeepClone() };
        if (sid is not null)
            media["sessionID"] = sid;
        foreach (var (name, value) in (sent["params"]?.AsObject() ?? []).Concat(sent["qoeData"]?.AsObject() ?? []))
        {
            if (!Names.TryGetValue(name, out var path) || value is null || (path.StartsWith("advertisingPod", StringComparison.Ordinal) && (string?)sent["eventType"] == "adStart"))
                continue;

            var (holder, member) = path.Split('.') is [var first, var second] ? (first, second) : default;
            (media[holder] ??= new JsonObject())[member] = value.DeepClone();
        }

        if (sent["customMetadata"] is JsonObject metadata)
            media["customMetadata"] = new JsonArray([.. metadata.Select(static entry => new JsonObject { ["name"] = entry.Key, ["value"] = entry.Value!.DeepClone() })]);
        return media;
    }

    public static string At(JsonNode sent) => DateTimeOffset.FromUnixTimeMilliseconds((long)sent["playerTime"]!["ts"]!).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The body of a live event.</summary>
    public static string Body(JsonNode sent, string? sid) => new JsonObject
    {
        ["events"] = new JsonArray(new JsonObject
        {
            ["xdm"] = new JsonObject { ["eventType"] = "media." + (string)sent["eventType"]!, ["timestamp"] = At(sent), ["mediaCollection"] = MediaCollection(sent, sid) },
        }),
    }.ToJsonString();

    /// <summary>The body of a downloaded session.</summary>
    public static string Downloaded(IEnumerable<JsonNode> events) => new JsonObject
    {
        ["events"] = new JsonArray(new JsonObject
        {
            ["xdm"] = new JsonObject
            {
                ["eventType"] = "media.downloaded",
                ["mediaDownloadedEvents"] = new JsonArray([.. events.Select(static sent => new JsonObject
                {
                    ["mediaEventType"] = "media." + (string)sent["eventType"]!, ["mediaEventTimestamp"] = At(sent), ["mediaCollection"] = MediaCollection(sent, null),
                })]),
            },
        }),
    }.ToJsonString();
}
