using System.Text.Json.Nodes;
using SessionGrains.Api.Docs;

namespace SessionGrains.Api.MediaCollection;

/// <summary>The operations of players in the OpenAPI document.</summary>
internal static class PlayerOperations
{
    private const string Tag = "Players";
    private const string Encodings = "At most 64 KiB (1 MiB for an array), 32 levels deep. Content-Type is ignored; Content-Encoding gzip and br are understood.";

    public static Operation StartSession { get; } = new("startSession", Tag, "Open a session",
        "The viewer intends to play. Use the last segment of Location as the session's id for all further events. An array is the deprecated form of `POST /api/v1/downloaded` and needs `media.downloaded: true`.")
    {
        Body = new("One sessionStart event. " + Encodings, [PlayerSchemas.SessionStart, PlayerSchemas.DownloadedSession],
            [Example.Of("session-start", "A video on demand begins"), Example.Of("downloaded-flagged", "A downloaded session, deprecated form")]),
        Answers =
        [
            PlayerAnswers.Created("The session is open and stored at the configured durability."),
            .. PlayerAnswers.Refusals(),
        ],
    };

    public static Operation TrackEvent { get; } = new("trackEvent", Tag, "Report an event",
        "Anything after sessionStart. Order of arrival doesn't matter much: events are put in order of `ts`. The same body again is applied once, so it is safe to repeat.")
    {
        Parameters = [PlayerAnswers.SessionId],
        Body = new("One event. " + Encodings, [PlayerSchemas.PlayerEvent],
        [
            Example.Of("play", "The player plays"),
            Example.Of("ping", "Every 10 seconds"),
            Example.Of("ad-start", "An ad begins"),
            Example.Of("error", "The player failed"),
            Example.Of("session-end", "The viewer leaves"),
        ]),
        Answers =
        [
            PlayerAnswers.Accepted,
            .. PlayerAnswers.Refusals(PlayerAnswers.UnknownSession, PlayerAnswers.ClosedSession),
        ],
    };

    public static Operation SubmitDownloaded { get; } = new("submitDownloaded", Tag, "Report a session watched offline",
        "A whole session at once, sessionStart first. All or nothing: one bad event and nothing is taken. The same batch again is the same session.")
    {
        Body = new("All events of the session. " + Encodings, [PlayerSchemas.DownloadedSession], [Example.Of("downloaded", "A short session watched offline")]),
        Answers =
        [
            PlayerAnswers.Created("The session is stored and closed."),
            .. PlayerAnswers.Refusals(),
        ],
    };

    public static Operation ReadSchema { get; } = new("readSchema", Tag, "Read the schema of an event type",
        "JSON Schema draft-04, from the catalogue that validates: what `Validation:Mode=strict` enforces.")
    {
        Parameters = [new("eventType", "The event type.", "^[a-zA-Z]+$", "ping")],
        Answers =
        [
            new(200, "The schema.") { Headers = PlayerAnswers.Cors, Content = new("application/json", typeof(JsonObject), Example.Of("schema", "A schema, abridged")) },
            PlayerAnswers.Problem(404, "No such event type.", "Unknown event type", "There is no schema of this name."),
        ],
    };
}
