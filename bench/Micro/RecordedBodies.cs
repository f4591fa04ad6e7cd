using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SessionGrains.Bench.Micro;

/// <summary>One body of each event type, as a recorded player sent it.</summary>
internal static class RecordedBodies
{
    public const string SessionStart = "sessionStart";

    private const string StatesUpdate =
        """{"eventType":"statesUpdate","playerTime":{"playhead":70.5,"ts":1795403865082},"params":{"statesStart":[{"media.state.name":"mute"}]}}""";

    private static readonly JsonSerializerOptions AsSent = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<string, byte[]> Bodies = ReadTraffic();

    /// <summary>All event types but sessionStart.</summary>
    public static IEnumerable<string> EventTypes => Bodies.Keys.Where(static type => type != SessionStart).Order(StringComparer.Ordinal);

    /// <summary>The sessionStart of the page that this project started from.</summary>
    public static byte[] SampleStart { get; } = ToBytes(Resource("sample-request.json")["request"]!["body"]!);

    public static byte[] Of(string eventType) => Bodies[eventType];

    private static Dictionary<string, byte[]> ReadTraffic()
    {
        var bodies = new Dictionary<string, byte[]> { ["statesUpdate"] = Encoding.UTF8.GetBytes(StatesUpdate) };
        foreach (var request in Resource("traffic.json")["requests"]!.AsArray())
        {
            if (request!["body"] is JsonObject body && (string?)body["eventType"] is { } eventType)
                bodies.TryAdd(eventType, ToBytes(body));
        }

        return bodies;
    }

    private static byte[] ToBytes(JsonNode body) => Encoding.UTF8.GetBytes(body.ToJsonString(AsSent));

    private static JsonNode Resource(string name)
    {
        using var stream = typeof(RecordedBodies).Assembly.GetManifestResourceStream(name)!;
        return JsonNode.Parse(stream)!;
    }
}
