using SessionGrains.Api.Docs;
using SessionGrains.Api.Operators.Reports;
using SessionGrains.Api.Operators.Reports.Rows;
using SessionGrains.Api.Operators.Sessions;

namespace SessionGrains.Api.Operators.Descriptions;

/// <summary>Reading a session and the report log in the OpenAPI document, and what all operator operations share.</summary>
internal static class OperatorOperations
{
    /// <summary>The responses of the operator rule.</summary>
    public static Answer[] NoAccess { get; } =
    [
        Refusal(401, "The operator key is missing or wrong.", "Operator key needed", "Send an operator key as Authorization: Bearer <key>."),
        Refusal(403, "In Development: no operator key is configured and the request is not from the server itself.", "Reading is closed", "Set Operator:ApiKey and send it as Authorization: Bearer <key>."),
        Refusal(429, "Too many wrong keys came from this address.", "Too many wrong keys", "Try again when Retry-After has passed.") with { Headers = [new("Retry-After", "Seconds after which to try again.", "8")] },
    ];

    public static Operation ReadSession { get; } = new("readSession", "Operators")
    {
        ForOperators = true,
        Parameters = [PlayerAnswers.SessionId],
        Query =
        [
            new("journal", "true: with the session's story as the member `journal`.", "true"),
            new("explain", "true: with the reasons for its metrics as the member `explanation`.", "true"),
        ],
        Answers =
        [
            new(200, "The session.")
            {
                Content = new("application/json", typeof(SessionAnswer), Example.Of("session", "An open session")) { Others = [Example.Of("session-journal", "With journal=true"), Example.Of("session-explained", "With explain=true")] },
            },
            Refusal(400, "A query parameter is wrong.", "Bad query", "journal must be true or false."),
            .. NoAccess,
            Refusal(404, "No such session.", "Unknown session", "No session has this id."),
            Refusal(503, "The session cannot be reached now.", "Not available now", "This cannot be answered now. Send it again."),
        ],
    };

    public static Operation ReadReports { get; } = new("readReports", "Operators")
    {
        ForOperators = true,
        Query =
        [
            new("after", "The cursor of the last line that you have; left out: from the oldest report that is kept.", "41"),
            new("rows", "true: a line for each row of a session, instead of one for the session.", "true"),
            new("limit", "Lines at most. An answer may have fewer: it ends at about 1 MiB, and only an empty one means that there is nothing more.", "100", (1, ReportQuery.MostLimit, ReportQuery.DefaultLimit)),
            new("wait", "Seconds to wait for the first line when there is none yet.", "30", (0, ReportQuery.LongestWaitSeconds, 0)),
        ],
        Answers =
        [
            new(200, "The reports, possibly none.")
            {
                Content = new(ReportFeed.ContentType, typeof(ReportAnswer), Example.Of("report", "One line"))
                {
                    OtherSchemas = ReportRows.Types,
                    Others = [Example.Of("row-ad-end", "With rows=true: the end of an ad"), Example.Of("row-session-end", "With rows=true: the end of a session")],
                },
            },
            Refusal(400, "A query parameter is wrong.", "Bad query", "limit must be a whole number from 1 to 1000."),
            .. NoAccess,
            Refusal(503, "The report log cannot be reached now.", "Not available now", "This cannot be answered now. Send it again."),
        ],
    };

    public static Answer Refusal(int status, string description, string title, string detail) =>
        PlayerAnswers.Problem(status, description, title, detail) with { Headers = [] };
}
