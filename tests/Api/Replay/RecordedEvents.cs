namespace SessionGrains.Api.Tests;

/// <summary>A recording of a client.</summary>
internal sealed class RecordedEvents
{
    public const string Traffic = "traffic";

    private RecordedEvents(JsonArray requests) => Requests = requests;

    /// <summary>Its requests in order of arrival.</summary>
    public JsonArray Requests { get; }

    public static async Task<RecordedEvents> Load(string file, string folder = Traffic) =>
        new(JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "vectors", folder, file)))!["requests"]!.AsArray());

    /// <summary>The events that the client sent to its nth session and the server took, in order of <c>ts</c>.</summary>
    public SaidEvent[] Of(int session) => [.. Bodies(session).Select(static body => new SaidEvent(body)).OrderBy(static said => said.Ts)];

    private IEnumerable<JsonNode> Bodies(int session)
    {
        var opened = 0;
        foreach (var request in Requests)
        {
            var status = (int)request!["answeredWith"]!;
            opened += status == 201 ? 1 : 0;
            var bodies = request["body"] switch
            {
                JsonArray batch when status == 201 && opened == session => [.. batch],
                JsonObject one when status == 204 && ((string)request["path"]!).Contains($"{{sid{session}}}", StringComparison.Ordinal) => [one],
                _ => Array.Empty<JsonNode?>(),
            };
            foreach (var body in bodies)
            {
                yield return body!;
            }
        }
    }
}
