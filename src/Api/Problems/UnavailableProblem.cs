namespace SessionGrains.Api.Problems;

/// <summary>The 503 responses (docs/protocol.md#3-answers-that-are-promises): the cluster or store is unavailable, a limit is reached, a session is unreadable.</summary>
internal static class UnavailableProblem
{
    /// <summary>The cluster or the store is unavailable, the silo's memory is full, or the process is stopping.</summary>
    public static Task NotAvailable(HttpContext context) => Answer(context, "1", "Not available now", HttpMethods.IsGet(context.Request.Method)
        ? "This cannot be answered now. Send it again."
        : "The request could not be stored and does not count. Send it again.");

    /// <summary>A limit is reached (docs/protocol.md#when-there-is-too-much-to-do).</summary>
    public static Task TooBusy(HttpContext context) => Answer(
        context, "1", "Not available now", "The server has more requests than it can answer in time. This one was not worked on and does not count. Send it again.");

    /// <summary>A stored record of the session cannot be read (docs/protocol.md#quarantine). Only an operator can repair it, so clients retry late.</summary>
    public static Task SessionUnreadable(HttpContext context) => Answer(context, "60", "Session unreadable",
        "What is stored of this session cannot be read; other sessions are not affected. Operators find it at GET /api/v1/quarantine. Players open a new session.");

    private static Task Answer(HttpContext context, string retryAfterSeconds, string title, string detail)
    {
        context.Response.Headers.RetryAfter = retryAfterSeconds;
        return context.AnswerProblem(StatusCodes.Status503ServiceUnavailable, title, detail);
    }
}
