using System.Text.Json.Nodes;

namespace SessionGrains.Bench.Cost;

/// <summary>What the Media SDK for JavaScript 3.1.0 really sent (<c>tests/vectors/traffic</c>), one body of each event type.</summary>
internal static class RecordedTraffic
{
    /// <summary>The recorded film is two minutes long; ours lasts the viewer-hour.</summary>
    private const int LengthSeconds = 3600;

    private static readonly Dictionary<string, JsonObject> Bodies = Read();

    private static readonly Dictionary<string, EventTemplate> ByType = Bodies.ToDictionary(static one => one.Key, static one => EventTemplate.Of(one.Value));

    /// <summary>The ping as Media Edge clients say it: the same members in XDM.</summary>
    public static EventTemplate EdgePing { get; } = EventTemplate.OfEdge(Bodies["ping"]);

    /// <summary>The sample request of the documentation, which the memory of a session is measured with.</summary>
    public static EventTemplate SampleStart { get; } = EventTemplate.Of(Resource("sample-request.json")["request"]!["body"]!.AsObject());

    /// <exception cref="KeyNotFoundException">That client sent no such event.</exception>
    public static EventTemplate Of(string eventType) => ByType[eventType];

    private static Dictionary<string, JsonObject> Read()
    {
        var first = new Dictionary<string, JsonObject>();
        foreach (var request in Resource("traffic.json")["requests"]!.AsArray())
        {
            if (request!["body"] is not JsonObject body)
                continue;

            if (body["params"] is JsonObject start && start.ContainsKey("media.length"))
                start["media.length"] = LengthSeconds;

            first.TryAdd((string)body["eventType"]!, body);
        }

        return first;
    }

    private static JsonNode Resource(string name)
    {
        using var stream = typeof(RecordedTraffic).Assembly.GetManifestResourceStream(name)!;
        return JsonNode.Parse(stream)!;
    }
}
