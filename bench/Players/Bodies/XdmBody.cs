using System.Globalization;
using System.Text.Json.Nodes;

namespace SessionGrains.Players;

/// <summary>Says in XDM what an event of the Media Collection API says (docs/edge.md#fields), in the envelope of the Media Edge API.</summary>
internal static class XdmBody
{
    private const string State = "media.state.name";

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
        ["media.season"] = "sessionDetails.season",
        ["media.episode"] = "sessionDetails.episode",
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

    /// <summary>The type that the event has there, which is the last segment of its path too.</summary>
    public static string TypeOf(JsonNode sent) => (string)sent["eventType"]! is var type && type is "stateStart" or "stateEnd" ? "statesUpdate" : type;

    /// <summary>The body of a live event.</summary>
    /// <param name="sent">The event as the Media Collection API takes it.</param>
    /// <param name="sid">The session; null for a sessionStart.</param>
    /// <param name="timestamp">Instead of the event's own.</param>
    public static JsonObject Event(JsonNode sent, string? sid, string? timestamp = null) =>
        Envelope(sent, new JsonObject { ["eventType"] = "media." + TypeOf(sent), ["timestamp"] = timestamp ?? At(sent), ["mediaCollection"] = MediaCollection(sent, sid) });

    /// <summary>The body of a downloaded session.</summary>
    public static JsonObject Downloaded(IReadOnlyList<JsonNode> events) => Envelope(events[0], new JsonObject
    {
        ["eventType"] = "media.downloaded",
        ["mediaDownloadedEvents"] = new JsonArray([.. events.Select(static sent => new JsonObject
        {
            ["mediaEventType"] = "media." + TypeOf(sent), ["mediaEventTimestamp"] = At(sent), ["mediaCollection"] = MediaCollection(sent, null),
        })]),
    });

    private static JsonObject Envelope(JsonNode first, JsonObject xdm)
    {
        if (IdentityMap(first) is { Count: > 0 } identities)
            xdm["identityMap"] = identities;

        return new JsonObject { ["events"] = new JsonArray(new JsonObject { ["xdm"] = xdm }) };
    }

    private static string At(JsonNode sent) => DateTimeOffset.FromUnixTimeMilliseconds((long)sent["playerTime"]!["ts"]!).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static JsonObject MediaCollection(JsonNode sent, string? sid)
    {
        var media = new JsonObject { ["playhead"] = sent["playerTime"]!["playhead"]!.DeepClone() };
        if (sid is not null)
            media["sessionID"] = sid;

        foreach (var (name, value) in (sent["params"]?.AsObject() ?? []).Concat(sent["qoeData"]?.AsObject() ?? []))
            Add(media, sent, name, value);

        if (sent["customMetadata"] is JsonObject metadata)
            media["customMetadata"] = new JsonArray([.. metadata.Select(static entry => new JsonObject { ["name"] = entry.Key, ["value"] = entry.Value!.DeepClone() })]);

        return media;
    }

    private static void Add(JsonObject media, JsonNode sent, string name, JsonNode? value)
    {
        var type = (string)sent["eventType"]!;
        if (name == State)
            media[type == "stateStart" ? "statesStart" : "statesEnd"] = new JsonArray(new JsonObject { ["name"] = value!.DeepClone() });
        else if (name is "statesStart" or "statesEnd")
            media[name] = new JsonArray([.. value!.AsArray().Select(static state => new JsonObject { ["name"] = state![State]!.DeepClone() })]);

        // The name of its break has no place on an ad.
        if (value is null || !Names.TryGetValue(name, out var path) || (type == "adStart" && path.StartsWith("advertisingPod", StringComparison.Ordinal)))
            return;

        var holder = path[..path.IndexOf('.', StringComparison.Ordinal)];
        (media[holder] ??= new JsonObject())[path[(holder.Length + 1)..]] = value.DeepClone();
    }

    /// <summary>Who the viewer is.</summary>
    private static JsonObject IdentityMap(JsonNode sent)
    {
        var identities = new JsonObject();
        if (sent["params"]?["visitor.marketingCloudUserId"] is { } ecid)
            identities["ECID"] = new JsonArray(new JsonObject { ["id"] = ecid.DeepClone() });

        foreach (var (space, identity) in sent["params"]?["visitor.customerIDs"]?.AsObject() ?? [])
            identities[space] = new JsonArray(new JsonObject { ["id"] = identity!["id"]!.DeepClone() });

        return identities;
    }
}
