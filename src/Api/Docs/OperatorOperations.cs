namespace SessionGrains.Api.Docs;

/// <summary>The operations of operators in the OpenAPI document.</summary>
internal static class OperatorOperations
{
    public static Operation ReadSession { get; } = new("readSession", "Operators", "Read a session",
        "The session as it is now, every event included that has arrived; once closed, its report. With Operator:ApiKey set, the key is needed; without it, reading works on the server itself only.")
    {
        ForOperators = true,
        Parameters = [PlayerAnswers.SessionId],
        Answers =
        [
            new(200, "The session.") { Content = new("application/json", "Session", Example.Of("session", "An open session")) },
            Refusal(401, "The operator key is missing or wrong.", "Operator key needed", "Send the configured Operator:ApiKey as Authorization: Bearer <key>."),
            Refusal(403, "No operator key is configured and the request is not from the server itself.", "Reading is closed", "Set Operator:ApiKey and send it as Authorization: Bearer <key>."),
            Refusal(404, "No such session.", "Unknown session", "No session has this id."),
            Refusal(503, "The session cannot be reached now.", "Not available now", "Send it again."),
        ],
    };

    private static Answer Refusal(int status, string description, string title, string detail) =>
        PlayerAnswers.Problem(status, description, title, detail) with { Headers = [] };
}
