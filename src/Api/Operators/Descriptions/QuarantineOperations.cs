using SessionGrains.Api.Docs;
using SessionGrains.Api.Operators.Quarantine;

namespace SessionGrains.Api.Operators.Descriptions;

/// <summary>The operations of the quarantine in the OpenAPI document.</summary>
internal static class QuarantineOperations
{
    private const string Tag = "Operators";

    public static Operation ReadQuarantine { get; } = new("readQuarantine", Tag)
    {
        ForOperators = true,
        Answers =
        [
            new(200, "The records, usually none.") { Content = new("application/json", typeof(QuarantineAnswer), Example.Of("quarantine", "One record")) },
            .. OperatorOperations.NoAccess,
            OperatorOperations.Refusal(503, "The cluster cannot be reached now.", "Not available now", "This cannot be answered now. Send it again."),
        ],
    };

    public static Operation PurgeSession { get; } = new("purgeSession", Tag)
    {
        ForOperators = true,
        Parameters = [PlayerAnswers.SessionId],
        Answers =
        [
            new(204, "It is removed, or the matter is closed."),
            .. OperatorOperations.NoAccess,
            OperatorOperations.Refusal(404, "Nothing of this session is unreadable.", "Not in quarantine", "All that is stored of this session can be read, or nothing is stored of it. Nothing was removed."),
            OperatorOperations.Refusal(503, "The store or the cluster cannot be reached now.", "Not available now", "The request could not be stored and does not count. Send it again."),
        ],
    };
}
