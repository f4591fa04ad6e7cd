using SessionGrains.Api.Callers.Shares;

namespace SessionGrains.Api.Problems;

/// <summary>The 429 response: the caller's address exceeds its share of a resource (docs/protocol.md#when-there-is-too-much-to-do).</summary>
internal static class RateLimitProblem
{
    public static Task Answer(HttpContext context, string resource) => Answer(context, resource, "1",
        "Too many requests at once come from this address. This one was not worked on and does not count. Send it again after Retry-After.");

    /// <param name="context">The request.</param>
    /// <param name="resource">One of <see cref="LimitedResources"/>, for the log.</param>
    /// <param name="retryAfterSeconds">Seconds after which the client may retry.</param>
    /// <param name="detail">What happened and what to do.</param>
    public static Task Answer(HttpContext context, string resource, string retryAfterSeconds, string detail)
    {
        context.RequestServices.GetRequiredService<RateLimitLog>().Record(context, resource);
        context.Response.Headers.RetryAfter = retryAfterSeconds;
        return context.AnswerProblem(StatusCodes.Status429TooManyRequests, "Too much from this address", detail);
    }
}
