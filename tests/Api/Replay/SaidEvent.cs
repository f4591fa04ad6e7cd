namespace SessionGrains.Api.Tests;

/// <summary>An event as a client sent it. A member that is null was not said.</summary>
internal sealed class SaidEvent(JsonNode body)
{
    public string Type => (string)body["eventType"]!;

    public long Ts => (long)body["playerTime"]!["ts"]!;

    public double Playhead => (double)body["playerTime"]!["playhead"]!;

    public IEnumerable<KeyValuePair<string, JsonNode?>> Params => Members("params");

    public IEnumerable<KeyValuePair<string, JsonNode?>> QoeData => Members("qoeData");

    /// <summary>Null if it has no entry.</summary>
    public JsonObject? Metadata => Members("customMetadata").ToArray() is { Length: > 0 } entries
        ? new(entries.Select(static entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone())))
        : null;

    public JsonNode? Param(string name) => body["params"]?[name];

    /// <summary>A text, or a number as it was written, of the first of these places that has it.</summary>
    public string? Text(params (string Holder, string Member)[] places) =>
        places.Select(place => body[place.Holder]?[place.Member]).FirstOrDefault(static value => value is not null)?.ToString();

    /// <summary>The player states that it starts, or ends.</summary>
    public string[] States(bool starts) => Type switch
    {
        "stateStart" when starts => [(string)Param("media.state.name")!],
        "stateEnd" when !starts => [(string)Param("media.state.name")!],
        "statesUpdate" => [.. (Param(starts ? "statesStart" : "statesEnd")?.AsArray() ?? []).Select(static one => (string)one!["media.state.name"]!)],
        _ => [],
    };

    private IEnumerable<KeyValuePair<string, JsonNode?>> Members(string holder) =>
        (body[holder] as JsonObject ?? []).Where(static member => member.Value is not null);
}
