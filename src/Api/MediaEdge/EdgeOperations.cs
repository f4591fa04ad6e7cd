using SessionGrains.Api.Docs;
using SessionGrains.Api.MediaEdge.Answers;
using SessionGrains.Api.MediaEdge.Catalogue;

namespace SessionGrains.Api.MediaEdge;

/// <summary>The operations of Media Edge clients in the OpenAPI document. Errors that both APIs share are told as the other tells them.</summary>
internal static class EdgeOperations
{
    private const string Tag = "Media Edge clients";
    private const string Problems = "application/problem+json";
    private const string Encodings = "At most 64 KiB, 32 levels deep, as application/json, text/plain or text/javascript; Content-Encoding gzip and br are understood.";

    private static readonly QueryParameter[] Query =
    [
        new("configId", "The datastream. Any, unless Edge:ConfigIds lists those that are known.", "3e2a9c6e-1111-4222-8333-1234567890ab") { IsRequired = true },
        new("requestId", "Is given back in the answer.", "d58ef55b-e169-438b-9913-ac307a1620de"),
    ];

    private static readonly AnswerHeader[] Cors =
    [
        new("Access-Control-Allow-Origin", "The exact origin of those that Cors:AllowedOrigins allows: these clients send credentials.", "https://player.example.com"),
        new("Access-Control-Allow-Credentials", "For an origin that is allowed.", "true"),
    ];

    private static readonly Example NewSession = Example.Of("edge-new-session", "A session began");

    private static readonly Answer Partial = Handles(207, "Not all events were taken: `errors` has one item for each that was not, with its `eventIndex`.", Example.Of("edge-partial", "A sessionStart that breaks a rule"));

    private static readonly Answer NoRequest = Errors(400, "There is no datastream, or no JSON with what the operation takes. What is wrong with an event is told in a 207.", Example.Of("edge-no-datastream", "Without a datastream"));

    private static readonly Answer Invalid = Errors(400, "The event breaks rules, all of which are listed (100 at most); or there is no datastream, or no JSON with events.",
        Example.Of("edge-invalid", "An event that breaks a rule"), Example.Of("edge-no-datastream", "Without a datastream"));

    private static readonly Answer[] Refusals =
    [
        Gateway(408, "0109", "The body was not complete after 5 s.", "Body incomplete", "The body was not complete 5 seconds after its headers."),
        Gateway(413, "0112", "More than 64 KiB after decompression.", "Body too large", "A request may have 64 KiB, counted after decompression."),
        Gateway(415, "0111", "Another Content-Type.", "Unsupported media type", "Send the body as application/json, text/plain, text/javascript, application/x-www-form-urlencoded, not as \"text/html\"."),
        .. PlayerAnswers.Refusals().Where(static answer => answer.Status is 405 or 429 or 500 or 503).Select(static answer => answer with { Headers = [.. answer.Headers.Except(PlayerAnswers.Cors), .. Cors] }),
    ];

    public static Operation TrackMedia { get; } = new("trackMediaEdge", Tag, "Report an event of media (XDM)",
        "As the Edge SDKs and connectors send it; also below `/ee-pre-prd`, and with a location hint as one more segment after either. The session is one like any other, with `api: media-edge`. If the path names another event than `eventType`, the `eventType` counts.")
    {
        Parameters = [new("event", "The event.", $"^({string.Join('|', EdgeFormat.PathNames.Order(StringComparer.Ordinal))})$", "sessionStart")],
        Query = Query,
        Body = new("Events. " + Encodings, [EdgeSchemas.Request],
            [Example.Of("edge-session-start", "A session begins"), Example.Of("edge-play", "The player plays"), Example.Of("edge-downloaded", "A session watched offline")])
        { Parts = EdgeSchemas.Parts },
        Answers =
        [
            Handles(200, "Sessions began, or a session watched offline is stored. `sessionId` is for all further events, which call it `sessionID`.", NewSession),
            new(204, "The events count and are stored at the configured durability; or the viewer does not agree to be tracked, and nothing is stored.") { Headers = Cors },
            Partial,
            Invalid,
            Errors(404, "No session has this id, or it is closed; the text says which. If the path names no event it is told as by the other API, with a list of those that are.", Example.Of("edge-unknown", "The session is closed")),
            .. Refusals,
        ],
    };

    public static Operation Interact { get; } = new("interactEdge", Tag, "Report events of any kind (XDM)",
        "Events of media count, as web clients send their sessionStart; all others are accepted and not kept.")
    {
        Query = Query,
        Body = new("Events. " + Encodings, [EdgeSchemas.AnyRequest], [Example.Of("edge-session-start", "A session begins")]),
        Answers = [Handles(200, "What counts is stored at the configured durability. With an `identity:result` for a client that has no Experience Cloud id.", NewSession), Partial, NoRequest, .. Refusals],
    };

    public static Operation Collect { get; } = new("collectEdge", Tag, "Report events of any kind (XDM), without an answer", "The same as interact; there is a body only if a session began or something was not taken.")
    {
        Query = Query,
        Body = new("Events. " + Encodings, [EdgeSchemas.AnyRequest], [Example.Of("edge-session-start", "A session begins")]),
        Answers = [Handles(200, "Sessions began.", NewSession), new(204, "What counts is stored at the configured durability.") { Headers = Cors }, Partial, NoRequest, .. Refusals],
    };

    public static Operation SetConsent { get; } = new("setConsentEdge", Tag, "Tell what the viewer agrees to",
        "The answer has an entry that the client keeps and sends along; nothing of it is kept here. Requests of a client whose entry says no are answered and not stored: the only 2xx that is no promise.")
    {
        Query = Query,
        Body = new("Consents. " + Encodings, [EdgeSchemas.Consent], [Example.Of("edge-consent", "The viewer agrees")]),
        Answers =
        [
            Handles(200, "What was understood as `consent:preferences`; and the entry as `state:store`, if Edge:OrgId is configured.", Example.Of("edge-consent-kept", "The client keeps its consent")),
            NoRequest,
            .. Refusals,
        ],
    };

    private static Answer Handles(int status, string description, Example example) => new(status, description) { Headers = Cors, Content = new("application/json", typeof(EdgeReply), example) };

    private static Answer Gateway(int status, string code, string description, string title, string detail) => Errors(status, description, new("gateway", title,
        $$"""{ "type": "https://ns.adobe.com/aep/errors/EXEG-{{code}}-{{status}}", "status": {{status}}, "title": "{{title}}", "detail": {{JsonSerializer.Serialize(detail)}}, "report": { "requestId": "d58ef55b-e169-438b-9913-ac307a1620de" } }"""));

    private static Answer Errors(int status, string description, Example example, params Example[] others) =>
        new(status, description) { Headers = Cors, Content = new(Problems, typeof(EdgeError), example) { Others = others } };
}
