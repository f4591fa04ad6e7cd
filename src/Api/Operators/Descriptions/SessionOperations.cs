using SessionGrains.Api.Docs;
using SessionGrains.Api.Operators.Sessions;

namespace SessionGrains.Api.Operators.Descriptions;

/// <summary>Finding and watching sessions in the OpenAPI document.</summary>
internal static class SessionOperations
{
    private const string Tag = "Operators";

    public static Operation FindSessions { get; } = new("findSessions", Tag)
    {
        ForOperators = true,
        Query =
        [
            new("mediaId", "media.id as the player sent it.", "big-buck-bunny"),
            new("visitorId", "A visitor id of the sessionStart: analytics.visitorId, visitor.marketingCloudUserId or an id of visitor.customerIDs.", "viewer-1"),
            new("since", "Opened at or after this time, by the server's clock.", "2026-11-23T05:00:00Z"),
            new("status", "open or closed.", "open"),
            new("limit", "Sessions at most, those opened last.", "50", (1, SearchQuery.MostLimit, SearchQuery.DefaultLimit)),
        ],
        Answers =
        [
            new(200, "The sessions, possibly none.") { Content = new("application/json", typeof(SessionListAnswer), Example.Of("session-list", "One session")) },
            OperatorOperations.Refusal(400, "A filter is unknown or wrong.", "Bad query", "status must be open or closed."),
            .. OperatorOperations.NoAccess,
            OperatorOperations.Refusal(503, "The cluster cannot be reached now.", "Not available now", "This cannot be answered now. Send it again."),
        ],
    };

    public static Operation StreamSession { get; } = new("streamSession", Tag)
    {
        ForOperators = true,
        Parameters = [PlayerAnswers.SessionId],
        Answers =
        [
            new(200, "The stream, until the session is finished.")
            {
                Content = new("text/event-stream", typeof(string), new("events", "Two events of it",
                    """
                    "event: applied\ndata: {\"type\":\"pauseStart\",\"ts\":1509045337153,\"receivedAt\":\"2026-11-23T05:00:13.000Z\",\"playhead\":12.5,\"verdict\":\"applied\",\"detail\":null}\n\nevent: countdown\ndata: {\"at\":\"2026-11-23T05:00:14.000Z\",\"idleInMs\":599000,\"noProgressInMs\":1799000,\"maxAgeInMs\":86386000,\"closesAt\":\"2026-11-23T05:10:13.000Z\"}\n\n"
                    """)),
            },
            .. OperatorOperations.NoAccess,
            OperatorOperations.Refusal(404, "No such session.", "Unknown session", "No session has this id."),
            OperatorOperations.Refusal(503, "The session cannot be reached now, or Operator:MaxStreams streams are open.", "Too many streams", "This server has 1000 streams open, which is all it takes (Operator:MaxStreams)."),
        ],
    };
}
