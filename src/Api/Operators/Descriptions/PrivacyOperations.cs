using SessionGrains.Api.Docs;
using SessionGrains.Api.Operators.Privacy;

namespace SessionGrains.Api.Operators.Descriptions;

/// <summary>Erasing a viewer in the OpenAPI document.</summary>
internal static class PrivacyOperations
{
    private const string Tag = "Operators";

    private const string Schema = """
        {
          "type": "object", "additionalProperties": false, "minProperties": 1, "maxProperties": 1,
          "properties": {
            "visitorId": { "type": "string", "minLength": 1, "maxLength": 1024, "description": "An id of the viewer, as it was sent with the sessions." },
            "ecid": { "type": "string", "pattern": "^[0-9]{38}$", "description": "The viewer's Experience Cloud id." }
          }
        }
        """;

    private static readonly PathParameter Id = new("id", "The id of the receipt.", "^[0-9a-f]{32}$", "6f1d2c3b4a59687766554433221100ff");

    private static readonly AnswerContent Receipt = new("application/json", typeof(ErasureAnswer), Example.Of("erasure", "A receipt"));

    public static Operation EraseViewer { get; } = new("eraseViewer", Tag)
    {
        ForOperators = true,
        Body = new(
            "Whom to erase.", [new("Viewer", Schema)],
            [new("visitor", "By visitor id", """{ "visitorId": "viewer-1" }"""), new("ecid", "By ECID", """{ "ecid": "12345678901234567890123456789012345678" }""")]),
        Answers =
        [
            new(202, "It is stored and goes on, whatever happens to the server.") { Headers = [new("Location", "Where its receipt is.", "/api/v1/privacy/erasures/6f1d2c3b4a59687766554433221100ff")], Content = Receipt },
            OperatorOperations.Refusal(400, "The body is wrong; `errors` says how.", "Invalid request", "One thing is wrong with the request."),
            .. OperatorOperations.NoAccess.Where(static answer => answer.Status != 429),
            OperatorOperations.Refusal(409, "The sessions are in memory.", PrivacyApi.CannotErase, "This store cannot erase for good: what is in memory ends with the process. Set Storage:Provider to Sqlite or Redis."),
            OperatorOperations.Refusal(413, "The body has more than 1 MiB.", "Body too large", "An object may have 64 KiB and an array 1 MiB, counted after decompression."),
            OperatorOperations.Refusal(429, "100 erasures are not done yet, or too many wrong keys came from this address.", PrivacyApi.TooMany, "100 erasures are not done yet: see what they wait for."),
            OperatorOperations.Refusal(503, "The cluster or the store cannot be reached now.", "Not available now", "The request could not be stored and does not count. Send it again."),
        ],
    };

    public static Operation ReadErasure { get; } = new("readErasure", Tag)
    {
        ForOperators = true,
        Parameters = [Id],
        Answers =
        [
            new(200, "The receipt.") { Content = Receipt },
            .. OperatorOperations.NoAccess,
            OperatorOperations.Refusal(404, "There is no such receipt.", "Unknown erasure", "No erasure has this id, or its receipt is no longer kept."),
            OperatorOperations.Refusal(503, "The cluster or the store cannot be reached now.", "Not available now", "This cannot be answered now. Send it again."),
        ],
    };
}
