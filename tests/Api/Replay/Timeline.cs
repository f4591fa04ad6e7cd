namespace SessionGrains.Api.Tests;

/// <summary>A published timeline as request bodies, and what is derived from it.</summary>
internal sealed class Timeline
{
    private const long Zero = 1_800_000_000_000;
    private const double DurationTolerance = 0.010_000_1;

    private static readonly string[] Durations = ["contentTimeSpent", "adTimeSpent", "mediaTimeSpent", "totalPauseDuration", "totalBufferDuration", "timePlayed"];

    private readonly JsonObject _expected;

    private Timeline(string[] bodies, JsonObject expected)
    {
        Bodies = bodies;
        _expected = expected;
    }

    /// <summary>The sessionStart and the events in their order.</summary>
    public string[] Bodies { get; }

    public static Timeline First { get; } = Read("mca_timeline1_vod_preroll_pause_buffer_complete.json", start => start);

    /// <summary>The downloaded example has no params of its own: those of the sample request, with no length.</summary>
    public static Timeline Downloaded(bool? flag) => Read("mca_downloaded_example.json", start =>
    {
        var sample = JsonNode.Parse(Sample.Start)!;
        sample["playerTime"] = start["playerTime"]!.DeepClone();
        sample["params"]!["media.length"] = 0;
        if (flag is { } downloaded)
            sample["params"]!["media.downloaded"] = downloaded;
        return sample;
    });

    /// <summary>Every expectation against what the server says: durations within 10 ms, averageMinuteAudience within 0.001.</summary>
    public void Fits(JsonNode metrics) => Fits(_expected, metrics);

    private static void Fits(JsonObject expected, JsonNode actual)
    {
        foreach (var (name, value) in expected)
        {
            var own = actual[name];
            if (value is JsonArray { Count: > 0 } list && list[0] is JsonObject)
            {
                Assert.Equal(list.Count, own!.AsArray().Count);
                foreach (var (one, other) in list.Zip(own.AsArray()))
                    Fits(one!.AsObject(), other!);
            }
            else if (value is not null && (Durations.Contains(name) || name == "averageMinuteAudience"))
                Assert.Equal(value.GetValue<double>(), own!.GetValue<double>(), Durations.Contains(name) ? DurationTolerance : 0.001);
            else
                Assert.True(JsonNode.DeepEquals(value, own), $"{name}: expected {value?.ToJsonString() ?? "null"}, is {own?.ToJsonString() ?? "null"}");
        }
    }

    private static Timeline Read(string file, Func<JsonNode, JsonNode> completeStart)
    {
        var vector = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "timelines", file)))!;
        var bodies = vector["events"]!.AsArray().Select(one => (JsonNode)Body(one!)).ToArray();
        bodies[0] = completeStart(bodies[0]);
        return new([.. bodies.Select(body => body.ToJsonString())], vector["expected_derived"]!.AsObject());
    }

    private static JsonObject Body(JsonNode one)
    {
        var body = new JsonObject
        {
            ["playerTime"] = new JsonObject { ["playhead"] = one["playhead"]!.DeepClone(), ["ts"] = one["ts"]?.DeepClone() ?? Zero + one["tsOffsetMs"]!.GetValue<long>() },
            ["eventType"] = one["eventType"]!.DeepClone(),
        };
        foreach (var optional in new[] { "params", "customMetadata" })
        {
            if (one[optional] is { } given)
                body[optional] = given.DeepClone();
        }

        return body;
    }
}
