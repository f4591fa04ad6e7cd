using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SessionGrains.Players;

/// <summary>Compares metrics in milliseconds with those that a server shows in seconds (docs/protocol.md#6-reading-a-session).</summary>
internal static class MetricsOnTheWire
{
    private static readonly JsonSerializerOptions CamelCase = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new MetadataObject() },
    };

    /// <summary>The first metric that differs, as it is called on the wire, with both values as JSON; null when all are the same. The time since the last call is the server's own.</summary>
    public static (string Metric, string Expected, string Shown)? Difference(SessionMetrics expected, JsonElement shown)
    {
        foreach (var metric in JsonSerializer.SerializeToElement(expected, CamelCase).EnumerateObject())
        {
            if (metric.Name == "sinceLastCallMs")
                continue;

            var name = Name(metric.Name);
            if (!shown.TryGetProperty(name, out var actual))
                return (name, Text(metric.Name, metric.Value), "not there");

            if (!Same(metric.Name, metric.Value, actual))
                return (name, Text(metric.Name, metric.Value), actual.GetRawText());
        }

        return null;
    }

    /// <summary>The metrics as a server shows them.</summary>
    public static JsonNode ToJson(SessionMetrics metrics) => InSeconds("", JsonSerializer.SerializeToNode(metrics, CamelCase))!;

    private static JsonNode? InSeconds(string name, JsonNode? value) => value switch
    {
        JsonObject one => new JsonObject(one.Select(static member => KeyValuePair.Create(Name(member.Key), InSeconds(member.Key, member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(item => InSeconds(name, item))]),
        not null when Factor(name) < 1 => value.GetValue<double>() / 1000,
        _ => value?.DeepClone(),
    };

    private static string Name(string name) => name.EndsWith("Ms", StringComparison.Ordinal) ? name[..^2] : name;

    private static string Text(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && Factor(name) < 1 ? JsonSerializer.Serialize(value.GetInt64() / 1000m) : value.GetRawText();

    /// <summary>Milliseconds are seconds on the wire, at every depth.</summary>
    private static bool Same(string name, JsonElement expected, JsonElement actual) => expected.ValueKind switch
    {
        JsonValueKind.Number when name.EndsWith("Ts", StringComparison.Ordinal) => actual.ValueKind == JsonValueKind.Number && expected.GetInt64() == actual.GetInt64(),
        JsonValueKind.Number => actual.ValueKind == JsonValueKind.Number && Math.Abs((expected.GetDouble() * Factor(name)) - actual.GetDouble()) < 0.001 + Math.Abs(actual.GetDouble() * 1e-9),
        JsonValueKind.Array => actual.ValueKind == JsonValueKind.Array && expected.GetArrayLength() == actual.GetArrayLength()
            && expected.EnumerateArray().Zip(actual.EnumerateArray()).All(pair => Same(name, pair.First, pair.Second)),
        JsonValueKind.Object => actual.ValueKind == JsonValueKind.Object && expected.EnumerateObject().All(member => SameMember(member, actual)),
        JsonValueKind.String => actual.ValueKind == JsonValueKind.String && expected.GetString() == actual.GetString(),
        _ => expected.ValueKind == actual.ValueKind,
    };

    /// <summary>What was not said of an ad, an ad break or a chapter is left out.</summary>
    private static bool SameMember(JsonProperty expected, JsonElement actual) =>
        actual.TryGetProperty(Name(expected.Name), out var shown) ? Same(expected.Name, expected.Value, shown) : expected.Value.ValueKind == JsonValueKind.Null;

    private static double Factor(string name) => name.EndsWith("Ms", StringComparison.Ordinal) ? 0.001 : 1;

    /// <summary>Writes entries of customMetadata as the object that they came in.</summary>
    private sealed class MetadataObject : JsonConverter<MetadataEntry[]>
    {
        public override MetadataEntry[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, MetadataEntry[] value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.ToDictionary(static entry => entry.Key, static entry => entry.Value), options);
    }
}
