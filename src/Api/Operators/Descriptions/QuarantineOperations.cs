using SessionGrains.Api.Docs;

namespace SessionGrains.Api.Operators.Descriptions;

/// <summary>Stored records that cannot be read, in the OpenAPI document.</summary>
internal static class QuarantineOperations
{
    private const string Tag = "Operators";

    public static Operation ReadQuarantine { get; } = new("readQuarantine", Tag, "List stored records that cannot be read",
        "What the silos have met since they started: cut off, overwritten, or written by a newer program. The session of such a record is answered 503, all others go on. `kind` is start, progress, report, live-minute or deadline; `reason` is damaged, too-large or unknown-format; `keyHash` is what the log calls the record. At most 1,000.")
    {
        ForOperators = true,
        Answers =
        [
            new(200, "The records, usually none.") { Content = new("application/json", typeof(QuarantineAnswer), Example.Of("quarantine", "One record")) },
            .. OperatorOperations.NoAccess,
            OperatorOperations.Refusal(503, "The cluster cannot be reached now.", "Not available now", "Send it again."),
        ],
    };

    public static Operation PurgeSession { get; } = new("purgeSession", Tag, "Remove a session that cannot be read",
        "Removes what is stored of a session of which a record cannot be read: afterwards its id is 404. Where only its report cannot be read the session stays and the matter is closed; so does the line of the report feed. A session that can be read is never removed. Needs a key that allows control; one that may only read is answered 403.")
    {
        ForOperators = true,
        Parameters = [PlayerAnswers.SessionId],
        Answers =
        [
            new(204, "It is removed, or the matter is closed."),
            .. OperatorOperations.NoAccess,
            OperatorOperations.Refusal(404, "Nothing of this session is unreadable.", "Not in quarantine", "All that is stored of this session can be read, or nothing is stored of it. Nothing was removed."),
            OperatorOperations.Refusal(503, "The store or the cluster cannot be reached now.", "Not available now", "Send it again."),
        ],
    };
}
