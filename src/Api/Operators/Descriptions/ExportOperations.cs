using SessionGrains.Api.Docs;
using SessionGrains.Api.Operators.Exports;

namespace SessionGrains.Api.Operators.Descriptions;

/// <summary>Exports in the OpenAPI document.</summary>
internal static class ExportOperations
{
    private const string Tag = "Operators";

    private const string PlaceSchema = """
        {
          "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false,
          "properties": {
            "cursor": { "type": "string", "description": "A cursor of the report log: what came after it leaves again." },
            "time": { "type": "string", "format": "date-time", "description": "What the report log got at this time or later leaves again." },
            "beginning": { "type": "boolean", "const": true, "description": "Everything leaves again." }
          }
        }
        """;

    private static readonly PathParameter Name = new("name", "The sink's name.", "^[a-z0-9-]{1,40}$", "lake");

    private static readonly Answer[] Refusals =
    [
        .. OperatorOperations.NoAccess,
        OperatorOperations.Refusal(503, "The cluster or the store cannot be reached now.", "Not available now", "This cannot be answered now. Send it again."),
    ];

    public static Operation ReadExports { get; } = new("readExports", Tag)
    {
        ForOperators = true,
        Answers = [new(200, "The sinks, possibly none.") { Content = new("application/json", typeof(ExportsAnswer), Example.Of("exports", "One sink")) }, .. Refusals],
    };

    public static Operation PauseExport { get; } = Change("pauseExport");

    public static Operation ResumeExport { get; } = Change("resumeExport");

    public static Operation ResendExport { get; } = Change("resendExport");

    public static Operation RewindExport { get; } = Change("rewindExport") with
    {
        Body = new("Where to go back to.", [new("ExportPlace", PlaceSchema)],
        [
            new("time", "A time", """{ "time": "2026-11-29T13:00:00Z" }"""),
            new("cursor", "A cursor of the report log", """{ "cursor": "1200" }"""),
            new("beginning", "The beginning", """{ "beginning": true }"""),
        ]),
        Answers =
        [
            OperatorOperations.Refusal(400, "The body, or the place in it, is wrong.", "Not a place to go back to", RewindBody.HowToSend),
            OperatorOperations.Refusal(409, "The sink would lose sessions for ever, or does not know where they are.", "Cannot go back there", "The report log does not have all that left from there any more: the sink would lose sessions for ever. It is possible from the cursor '1200' on, which is session 1201."),
            .. Change("rewindExport").Answers.Where(static answer => answer.Status != 503),
            OperatorOperations.Refusal(413, "The body has more than 1 MiB.", "Body too large", "An object may have 64 KiB and an array 1 MiB, counted after decompression."),
            OperatorOperations.Refusal(503, "The cluster or the store cannot be reached now. It may have been begun: look.", "Not available now", "The request could not be stored and does not count. Send it again."),
        ],
    };

    private static Operation Change(string id) => new(id, Tag)
    {
        ForOperators = true,
        Parameters = [Name],
        Answers =
        [
            new(200, "How it fares now.") { Content = new("application/json", typeof(ExportAnswer), Example.Of("export", "The sink")) },
            .. OperatorOperations.NoAccess,
            OperatorOperations.Refusal(404, "No sink has this name.", "Unknown sink", "The section Exports of the configuration names no such sink."),
            OperatorOperations.Refusal(503, "The cluster or the store cannot be reached now.", "Not available now", "The request could not be stored and does not count. Send it again."),
        ],
    };
}
