namespace SessionGrains.Api.Problems;

/// <summary>What is answered for a session of which a stored record cannot be read, to its player and to readers.</summary>
internal static class UnreadableProblem
{
    /// <summary>Seconds. Nothing mends it but an operator.</summary>
    private const string RetryAfterSeconds = "60";

    public static Task Answer(HttpContext context)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return context.AnswerProblem(StatusCodes.Status503ServiceUnavailable, "Session unreadable",
            "What is stored of this session cannot be read; other sessions are not affected. Operators find it at GET /api/v1/quarantine. Players open a new session.");
    }
}
