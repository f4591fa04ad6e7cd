using System.Text.Json.Nodes;

namespace SessionGrains.TestKit;

/// <summary>A published timeline of tests/vectors/timelines: the bodies of its requests, and the metrics that are derived from it.</summary>
internal sealed class TimelineVector
{
    public const string First = "mca_timeline1_vod_preroll_pause_buffer_complete.json";
    public const string Downloaded = "mca_downloaded_example.json";

    private const long Zero = 1_800_000_000_000;
    private const double DurationTolerance = 0.010_000_1;

    private static readonly string[] Durations = ["contentTimeSpent", "adTimeSpent", "mediaTimeSpent", "totalPauseDuration", "totalBufferDuration", "timePlayed"];

    private readonly JsonNode _vector;

    private TimelineVector(JsonNode vector)
    {
        _vector = vector;
        Bodies = [.. vector["events"]!.AsArray().Select(static one => BodyOf(one!))];
    }

    /// <summary>The sessionStart and the events in their order.</summary>
    public JsonObject[] Bodies { get; }

    /// <summary>Seconds; null where none is given.</summary>
    public double? LengthSeconds => _vector["mediaLength"]?.GetValue<double>();

    public static TimelineVector Read(string file) => new(JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "timelines", file)))!);

    /// <summary>Compares every expectation with metrics as a server shows them: durations within 10 ms, averageMinuteAudience within 0.001.</summary>
    public void Fits(JsonNode metrics) => Fits(_vector["expected_derived"]!.AsObject(), metrics);

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
            {
                Assert.Equal(value.GetValue<double>(), own!.GetValue<double>(), Durations.Contains(name) ? DurationTolerance : 0.001);
            }
            else
            {
                Assert.True(actual.AsObject().ContainsKey(name) && JsonNode.DeepEquals(value, own), $"{name}: expected {value?.ToJsonString() ?? "null"}, is {own?.ToJsonString() ?? "null"}");
            }
        }
    }

    private static JsonObject BodyOf(JsonNode one)
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
