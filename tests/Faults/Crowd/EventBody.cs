using System.Globalization;
using System.Text.Json;
using SessionGrains.Messages;

namespace SessionGrains.Faults.Tests.Crowd;

/// <summary>Events as a player writes them.</summary>
internal static class EventBody
{
    public const string VisitorId = "visitor-11223344556677889900";

    public static byte[] Start(long ts, double lengthSeconds, string mediaId) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        playerTime = new { playhead = 0, ts },
        eventType = "sessionStart",
        @params = new Dictionary<string, object>
        {
            ["media.playerName"] = "fault-player",
            ["media.contentType"] = "VOD",
            ["media.length"] = lengthSeconds,
            ["media.id"] = mediaId,
            ["media.channel"] = "fault-channel",
            ["analytics.trackingServer"] = "server",
            ["analytics.reportSuite"] = "suite",
            ["visitor.marketingCloudOrgId"] = "organisation",
            ["visitor.marketingCloudUserId"] = VisitorId,
        },
    });

    public static byte[] Of(PlayerEvent one, string mark)
    {
        var body = new Dictionary<string, object>
        {
            ["playerTime"] = new { playhead = one.Playhead, ts = one.Ts },
            ["eventType"] = JsonNamingPolicy.CamelCase.ConvertName(one.Type.ToString()),
            ["qoeData"] = Qoe(one.Qoe, mark),
        };
        if (Params(one) is { } parameters)
            body["params"] = parameters;

        return JsonSerializer.SerializeToUtf8Bytes(body);
    }

    private static Dictionary<string, object> Qoe(QoeValues? qoe, string mark)
    {
        var values = new Dictionary<string, object> { [mark] = 1 };
        if (qoe?.Bitrate is { } bitrate)
            values["media.qoe.bitrate"] = bitrate;

        if (qoe?.DroppedFrames is { } dropped)
            values["media.qoe.droppedFrames"] = dropped;

        if (qoe?.ErrorId is { } error)
            (values["media.qoe.errorID"], values["media.qoe.errorSource"]) = (error, qoe.ErrorSource!);

        return values;
    }

    private static Dictionary<string, object>? Params(PlayerEvent one) => one.Type switch
    {
        PlayerEventType.AdBreakStart => new()
        {
            ["media.ad.podIndex"] = one.AdBreak!.Index, ["media.ad.podSecond"] = one.AdBreak.OffsetSeconds, ["media.ad.podFriendlyName"] = one.AdBreak.Name!,
        },
        PlayerEventType.AdStart => new()
        {
            ["media.ad.id"] = one.Ad!.Id, ["media.ad.name"] = one.Ad.Name!, ["media.ad.length"] = 15, ["media.ad.podPosition"] = 1, ["media.ad.playerName"] = "ads",
        },
        PlayerEventType.ChapterStart => new()
        {
            ["media.chapter.index"] = one.Chapter!.Index, ["media.chapter.friendlyName"] = one.Chapter.Name!, ["media.chapter.offset"] = 0, ["media.chapter.length"] = 60,
        },
        PlayerEventType.StateStart => new() { ["media.state.name"] = one.StatesStart![0] },
        PlayerEventType.StateEnd => new() { ["media.state.name"] = one.StatesEnd![0] },
        _ => null,
    };

    public static string Mark(int number) => string.Create(CultureInfo.InvariantCulture, $"mark.{number}");

    /// <summary>A mark that no other event of the run has, and of which none is the beginning of another.</summary>
    public static string Mark(string mediaId, int number) => string.Create(CultureInfo.InvariantCulture, $"mark.{mediaId}.{number}.");
}
