namespace SessionGrains.Tracking.Tests;

/// <summary>A published timeline and what is derived from it.</summary>
internal sealed record Timeline(StartRequest Start, PlayerEvent[] Events, JsonElement Expected)
{
    public const string Live = "timelines/mca_timeline1_vod_preroll_pause_buffer_complete.json";
    public const string Batch = "timelines/mca_downloaded_example.json";

    public static Timeline Read(string path)
    {
        var vector = PlayerEventJson.Vector(path).RootElement;
        var bodies = vector.GetProperty("events").EnumerateArray().Select(Body).ToArray();
        var length = vector.GetProperty("mediaLength") is { ValueKind: JsonValueKind.Number } given ? given.GetDouble() : 0;
        var start = bodies[0];
        return new Timeline(
            new StartRequest
            {
                Body = "{}"u8.ToArray(),
                Ts = start.Ts,
                Playhead = start.Playhead,
                MediaId = "VA API Sample Player",
                Channel = "sample-channel",
                PlayerName = "sample-html5-api-player",
                ContentType = "VOD",
                LengthSeconds = length,
            },
            bodies[1..],
            vector.GetProperty("expected_derived"));
    }

    /// <summary>Every member of the expectation against the metrics: durations within 10 ms, averageMinuteAudience within 0.001.</summary>
    public void Fits(SessionMetrics metrics)
    {
        foreach (var member in Expected.EnumerateObject())
        {
            var value = member.Value;
            switch (member.Name)
            {
                case "contentTimeSpent": Seconds(value, metrics.ContentTimeSpentMs); break;
                case "adTimeSpent": Seconds(value, metrics.AdTimeSpentMs); break;
                case "mediaTimeSpent": Seconds(value, metrics.MediaTimeSpentMs); break;
                case "totalPauseDuration": Seconds(value, metrics.TotalPauseDurationMs); break;
                case "totalBufferDuration": Seconds(value, metrics.TotalBufferDurationMs); break;
                case "mediaStarts": Assert.Equal(value.GetInt32(), metrics.MediaStarts); break;
                case "contentStart": Assert.Equal(value.GetBoolean(), metrics.ContentStart); break;
                case "contentComplete": Assert.Equal(value.GetBoolean(), metrics.ContentComplete); break;
                case "pauseCount": Assert.Equal(value.GetInt32(), metrics.PauseCount); break;
                case "bufferEvents": Assert.Equal(value.GetInt32(), metrics.BufferEvents); break;
                case "adCount": Assert.Equal(value.GetInt32(), metrics.AdCount); break;
                case "adCompletes": Assert.Equal(value.GetInt32(), metrics.AdCompletes); break;
                case "adSkips": Assert.Equal(value.GetInt32(), metrics.AdSkips); break;
                case "chapterCount": Assert.Equal(value.GetInt32(), metrics.ChapterCount); break;
                case "chapterCompletes": Assert.Equal(value.GetInt32(), metrics.ChapterCompletes); break;
                case "bitrateChanges": Assert.Equal(value.GetInt32(), metrics.BitrateChanges); break;
                case "errorEvents": Assert.Equal(value.GetInt32(), metrics.ErrorEvents); break;
                case "estimatedStreams": Assert.Equal(value.GetInt64(), metrics.EstimatedStreams); break;
                case "dropBeforeStart": Assert.Equal(value.GetBoolean(), metrics.DropBeforeStart); break;
                case "progressMarkers": Assert.Equal(value.EnumerateArray().Select(one => one.GetInt32()), metrics.ProgressMarkers); break;
                case "chapters": Assert.Equal(value.GetArrayLength(), metrics.Chapters.Length); break;
                case "averageMinuteAudience" when value.ValueKind == JsonValueKind.Null: Assert.Null(metrics.AverageMinuteAudience); break;
                case "averageMinuteAudience": Assert.Equal(value.GetDouble(), metrics.AverageMinuteAudience!.Value, tolerance: 0.001); break;
                case "ads": Ads(value, metrics.Ads); break;
                default: Assert.Fail($"The vector expects {member.Name}, which this test doesn't know."); break;
            }
        }
    }

    private static void Ads(JsonElement expected, AdSummary[] ads)
    {
        Assert.Equal(expected.EnumerateArray().Select(one => (one.GetProperty("id").GetString()!, one.GetProperty("completed").GetBoolean())), ads.Select(ad => (ad.Id, ad.Completed)));
        foreach (var (one, ad) in expected.EnumerateArray().Zip(ads))
        {
            Seconds(one.GetProperty("timePlayed"), ad.TimePlayedMs);
        }
    }

    private static void Seconds(JsonElement expected, long actualMs) => Assert.InRange(actualMs / 1000.0, expected.GetDouble() - 0.0100001, expected.GetDouble() + 0.0100001);

    private static PlayerEvent Body(JsonElement one)
    {
        var ts = one.TryGetProperty("ts", out var given) ? given.GetInt64() : PlayerEvents.Zero + one.GetProperty("tsOffsetMs").GetInt64();
        var body = new Dictionary<string, object>
        {
            ["playerTime"] = new Dictionary<string, object> { ["playhead"] = one.GetProperty("playhead"), ["ts"] = ts },
            ["eventType"] = one.GetProperty("eventType"),
        };
        if (one.TryGetProperty("params", out var parameters))
        {
            body["params"] = parameters;
        }

        return PlayerEventJson.Event(JsonSerializer.SerializeToElement(body));
    }
}
