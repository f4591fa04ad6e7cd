namespace SessionGrains.Api.Tests;

/// <summary>Downloaded sessions with ads, as a player sends them.</summary>
internal static class SessionWithAds
{
    /// <summary>2026-11-23T05:59:00Z.</summary>
    public const long StartTs = 1_795_413_540_000;

    /// <summary>A session whose pre-roll has one ad after the other, of 10 s each, and then a chapter of 20 s.</summary>
    /// <param name="mediaId">Makes the session unlike others.</param>
    /// <param name="ads">Of each ad its advertiser, and the event that ends it: adComplete, adSkip, or null where nothing does.</param>
    public static string Body(string mediaId, params (string Advertiser, string? End)[] ads)
    {
        var start = JsonNode.Parse(Sample.Start)!;
        start["params"]!["media.id"] = mediaId;
        start["playerTime"]!["ts"] = StartTs;
        var (at, events) = (0, new JsonArray(start));
        Add("adBreakStart", new JsonObject { ["media.ad.podIndex"] = 1, ["media.ad.podSecond"] = 0, ["media.ad.podFriendlyName"] = "pre-roll" });
        foreach (var (advertiser, end) in ads)
        {
            Add("adStart", new JsonObject { ["media.ad.podPosition"] = 1, ["media.ad.id"] = "ad", ["media.ad.length"] = 10, ["media.ad.playerName"] = "p", ["media.ad.advertiser"] = advertiser });
            at += 10_000;
            if (end is not null)
                Add(end);
        }

        Add("adBreakComplete");
        Add("chapterStart", new JsonObject { ["media.chapter.index"] = 1, ["media.chapter.offset"] = 0, ["media.chapter.length"] = 20 });
        Add("play");
        at += 20_000;
        Add("chapterComplete");
        Add("sessionEnd");
        return events.ToJsonString();

        void Add(string type, JsonObject? with = null)
        {
            var one = new JsonObject { ["eventType"] = type, ["playerTime"] = new JsonObject { ["playhead"] = 0, ["ts"] = StartTs + at } };
            if (with is not null)
                one["params"] = with;
            events.Add(one);
        }
    }

    public static async Task SendDownloaded(this HttpClient client, string body)
    {
        using var answer = await client.PostAsync("/api/v1/downloaded", Sample.Json(body));
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
    }
}
