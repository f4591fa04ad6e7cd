using SessionGrains.Api.Docs;
using SessionGrains.Api.Operators.Exports;

namespace SessionGrains.Api.Operators.Descriptions;

/// <summary>Exports in the OpenAPI document.</summary>
internal static class ExportOperations
{
    private const string Tag = "Operators";

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
