using SessionGrains.Api.Docs;
using SessionGrains.Api.Operators.Live;

namespace SessionGrains.Api.Operators.Descriptions;

/// <summary>The operations of the live counts in the OpenAPI document.</summary>
internal static class LiveOperations
{
    private const string Tag = "Operators";

    private static readonly QueryParameter[] Filters =
    [
        new("mediaId", "Only the sessions of this title.", "film-7"),
        new("channel", "Only the sessions of this channel.", "films"),
        new("top", "Titles at most, those with most viewers.", "20", (1, LiveRequest.MostTop, LiveRequest.DefaultTop)),
    ];

    public static Operation ReadLive { get; } = new("readLive", Tag)
    {
        ForOperators = true,
        Query = Filters,
        Answers =
        [
            new(200, "The audience.") { Content = new("application/json", typeof(LiveAnswer), Example.Of("live", "One silo, one title")) },
            BadQuery("There is no filter 'media': mediaId, channel, top are known."),
            .. OperatorOperations.NoAccess,
            OperatorOperations.Refusal(503, "The live counts cannot be reached now.", "Not available now", "This cannot be answered now. Send it again."),
        ],
    };

    public static Operation ReadHistory { get; } = new("readLiveHistory", Tag)
    {
        ForOperators = true,
        Query =
        [
            new("resolution", "minute or second.", "minute"),
            new("from", "Not before this instant.", "2026-11-24T09:30:00Z"),
            new("to", "Not after this instant.", "2026-11-24T09:45:00Z"),
            new("mediaId", "Of this title; left out: of everything.", "film-7"),
        ],
        Answers =
        [
            new(200, "The past that is kept.") { Content = new("application/json", typeof(LiveHistoryAnswer), Example.Of("live-history", "One minute")) },
            BadQuery("resolution must be second or minute."),
            .. OperatorOperations.NoAccess,
            OperatorOperations.Refusal(503, "The live counts cannot be reached now.", "Not available now", "This cannot be answered now. Send it again."),
        ],
    };

    public static Operation StreamLive { get; } = new("streamLive", Tag)
    {
        ForOperators = true,
        Query = Filters,
        Answers =
        [
            new(200, "The stream, without an end.")
            {
                Content = new("text/event-stream", typeof(string), new("event", "The beginning of an event", """
                    "id: 1795416811\nevent: live\ndata: {\"asOf\":\"2026-11-24T09:45:00.000Z\",\"incomplete\":false}\n\n"
                    """)),
            },
            BadQuery("top must be a whole number from 1 to 200."),
            .. OperatorOperations.NoAccess,
            OperatorOperations.Refusal(503, "Operator:MaxStreams streams are open.", "Too many streams", "This server has 1000 streams open, which is all it takes (Operator:MaxStreams)."),
        ],
    };

    private static Answer BadQuery(string detail) => OperatorOperations.Refusal(400, "A query parameter is wrong.", "Bad query", detail);
}
