using SessionGrains.Api.Problems;

namespace SessionGrains.Api.Docs;

/// <summary>Answers and parameters that several operations share.</summary>
internal static class PlayerAnswers
{
    private const string ProblemType = "application/problem+json";

    private static readonly AnswerHeader RetryAfter = new("Retry-After", "Seconds after which to send the request again.", "1");

    public static AnswerHeader[] Cors { get; } =
    [
        new("Access-Control-Allow-Origin", "Configured by Cors:AllowedOrigins.", "*"),
        new("Access-Control-Allow-Methods", "Always the same.", "OPTIONS,POST,PUT"),
        new("Access-Control-Allow-Headers", "Always the same.", "Content-Type"),
        new("Access-Control-Expose-Headers", "Lets a browser read Location.", "Location"),
    ];

    public static PathParameter SessionId { get; } = new("sid", "The session's id: 64 lower-case hexadecimal characters.", "^[0-9a-f]{64}$",
        "bfcca2ca597a3c71bc03b4ce357833ad02b3570d262ecd0c595fcf8f2ae4df58");

    public static Answer Accepted { get; } = new(204, "The event counts and is stored at the configured durability.") { Headers = Cors };

    public static Answer UnknownSession { get; } =
        Problem(404, "No session has this id, or it was closed longer ago than sessions are kept.", "Unknown session", "No session has this id. Open a new one with POST /api/v1/sessions.");

    public static Answer ClosedSession { get; } =
        Problem(410, "The session is closed (a further sessionEnd is 204).", "Session closed", "This session is closed and takes no more events. Open a new one with POST /api/v1/sessions.");

    public static Answer Created(string description) => new(201, description)
    {
        Headers = [new("Location", "Always a path beginning with /api/, also behind a proxy with a prefix.", "/api/v1/sessions/" + SessionId.Example), .. Cors],
    };

    /// <summary>The errors of any request with a body, and <paramref name="others"/>, the further errors of the operation.</summary>
    public static Answer[] Refusals(params Answer[] others) =>
    [
        new(400, "The body breaks rules; all violations are listed (100 at most).")
        {
            Headers = Cors,
            Content = new(ProblemType, typeof(Problem), Example.Of("violations", "Two violations")),
        },
        .. others,
        Problem(405, "The method is not for this path; Allow lists those that are.", "Method not allowed", "GET is not for this path; allowed: POST, OPTIONS."),
        Problem(408, "The body was not complete after 5 s.", "Body incomplete", "The body was not complete 5 seconds after its headers."),
        Problem(413, "More than 64 KiB, or 1 MiB for an array, after decompression; or more than 64 KiB and 250 times what was sent.", "Body too large", "An object may have 64 KiB and an array 1 MiB, counted after decompression."),
        Problem(415, "An unknown Content-Encoding.", "Unknown Content-Encoding", "Send the body as it is, or with Content-Encoding gzip or br."),
        Problem(429, "Over half of the places of a kind are taken, and this address has a quarter of them; it does not count.", "Too much from this address",
            "Too many requests at once come from this address. This one was not worked on and does not count. Send it again after Retry-After.", RetryAfter),
        Problem(500, "Something unforeseen.", "Server error", "Something unforeseen happened; the server's log has it."),
        Problem(503, "It could not be stored, or there is too much to do; it does not count.", "Not available now", "The request could not be stored and does not count. Send it again.", RetryAfter),
    ];

    public static Answer Problem(int status, string description, string title, string detail, params AnswerHeader[] headers) => new(status, description)
    {
        Headers = [.. headers, .. Cors],
        Content = new(ProblemType, typeof(Problem), ProblemExample(status, title, detail)),
    };

    public static Example ProblemExample(int status, string title, string detail) => new("problem", title,
        $$"""{ "type": "about:blank", "title": {{Quote(title)}}, "status": {{status}}, "detail": {{Quote(detail)}}, "message": {{Quote(detail)}} }""");

    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
