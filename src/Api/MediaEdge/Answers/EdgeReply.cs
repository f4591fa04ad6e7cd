using SessionGrains.Api.Json;

namespace SessionGrains.Api.MediaEdge.Answers;

/// <summary>The body of a 200 or 207.</summary>
/// <param name="RequestId">The request's id, as the client named it.</param>
/// <param name="Handle">What the client is to do and to keep.</param>
/// <param name="Errors">The events that were not taken; null for none.</param>
internal sealed record EdgeReply(
    string RequestId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<EdgeHandle>? Handle,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<EdgeError>? Errors = null);

/// <summary>An instruction to the client.</summary>
/// <param name="Type">Its kind.</param>
/// <param name="Payload">What it says.</param>
/// <param name="EventIndex">The event that it is about; null for the request.</param>
internal sealed record EdgeHandle(string Type, EdgePayload[] Payload, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? EventIndex = null)
{
    public static EdgeHandle NewSession(string sessionId, int eventIndex) => new("media-analytics:new-session", [new() { SessionId = sessionId }], eventIndex);

    public static EdgeHandle Identity(string ecid) => new("identity:result", [new() { Id = ecid, Namespace = new("ECID") }]);

    public static EdgeHandle LocationHint(string hint, int seconds) => new("locationHint:result", [new() { Scope = "EdgeNetwork", Hint = hint, TtlSeconds = seconds }]);

    /// <summary>Clients that keep no entries of the server's know only by this that the viewer does not agree.</summary>
    public static EdgeHandle Consent(bool isOut) => new("consent:preferences", [new() { Collect = new(isOut ? "n" : "y") }]);

    public static EdgeHandle Store(params EdgePayload[] entries) => new("state:store", entries);
}

/// <summary>An item of a payload: the members of its kind.</summary>
internal sealed record EdgePayload
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SessionId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EdgeNamespace? Namespace { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Scope { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hint { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TtlSeconds { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Key { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Value { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxAge { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EdgeCollect? Collect { get; init; }
}

/// <param name="Val"><c>y</c> or <c>n</c>, as in Adobe's standard 2.0.</param>
internal sealed record EdgeCollect(string Val);

internal sealed record EdgeNamespace(string Code);

/// <summary>An error: the body of a 4xx or 5xx, or an item of the errors of a 207.</summary>
internal sealed record EdgeError(string Type, int Status, string Title, string Detail, EdgeReport Report)
{
    private const string Types = "https://ns.adobe.com/aep/errors/";
    private const string Advice = "is required, and ";

    public static EdgeError Invalid(IReadOnlyList<Violation> violations, string? requestId = null, int? eventIndex = null) => new(
        Types + "va-edge-0400-400", 400, "Bad Request", "Invalid request. Please check your input and try again.",
        new() { Details = [.. violations.Select(static one => new EdgeDetail(EdgePath.Of(one.Pointer), ReasonOf(one)))], RequestId = requestId, EventIndex = eventIndex });

    /// <param name="wasClosed">Whether the session was there and is closed.</param>
    /// <param name="requestId">The request's id; null if the answer has it elsewhere.</param>
    /// <param name="eventIndex">The event's place; null if it is the only one.</param>
    public static EdgeError UnknownSession(bool wasClosed, string? requestId = null, int? eventIndex = null) => new(
        Types + "va-edge-0404-404", 404, "Not Found", "The requested resource could not be found but may be available again in the future.",
        new() { Text = UnknownText(wasClosed), RequestId = requestId, EventIndex = eventIndex });

    /// <summary>An event that could not be stored, after others of the request were.</summary>
    public static EdgeError Unavailable(int eventIndex) => new(
        Types + "va-edge-0503-503", 503, "Service Unavailable", "This event could not be stored and does not count. Send it again.", new() { EventIndex = eventIndex });

    public static EdgeError Gateway(string code, int status, string title, string detail, string requestId) => new(
        $"{Types}EXEG-{code}-{status}", status, title, detail, new() { RequestId = requestId });

    private static string UnknownText(bool wasClosed) => (wasClosed ? "This session is closed and takes no more events. " : "No session has this id, or it was closed longer ago than sessions are kept. ")
        + "Error processing request. If the session is longer than 24h, please start a new one. Returning Not Found";

    /// <summary>In the original's words, with the advice that there is.</summary>
    private static string ReasonOf(Violation violation) =>
        violation.Code != ViolationCodes.Required ? violation.Detail
        : violation.Detail.StartsWith(Advice, StringComparison.Ordinal) ? $"Missing required field: {violation.Detail[Advice.Length..]}"
        : "Missing required field";
}

internal sealed record EdgeReport
{
    [JsonIgnore]
    public IReadOnlyList<EdgeDetail>? Details { get; init; }

    [JsonIgnore]
    public string? Text { get; init; }

    /// <summary>A list of what is wrong, or one text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonPropertyName("details")]
    public object? DetailsOrText => (object?)Details ?? Text;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RequestId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? EventIndex { get; init; }
}

/// <param name="Name">Path to the mistake, such as <c>$.events[0].xdm.timestamp</c>.</param>
/// <param name="Reason">What is wrong.</param>
internal sealed record EdgeDetail(string Name, string Reason);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EdgeReply))]
[JsonSerializable(typeof(EdgeError))]
[JsonSerializable(typeof(IReadOnlyList<EdgeDetail>))]
[JsonSerializable(typeof(EdgeDetail[]))]
[JsonSerializable(typeof(List<EdgeDetail>))]
internal sealed partial class EdgeJson : JsonSerializerContext;
