using SessionGrains.Api.Bodies;
using SessionGrains.Api.Callers.Shares;
using SessionGrains.Messages;
using SessionGrains.Tracking;

namespace SessionGrains.Api.Problems;

/// <summary>What a player team reads when a request fails, except for violations of the body, which <see cref="ProblemWriter"/> lists.</summary>
internal static class RequestProblems
{
    /// <summary>Seconds after which a 503 or a 429 may be tried again.</summary>
    private const string RetryAfterSeconds = "1";

    public static Task UnknownSession(HttpContext context) => context.AnswerProblem(StatusCodes.Status404NotFound, "Unknown session",
        "No session has this id, or it was closed longer ago than sessions are kept. Open a new one with POST /api/v1/sessions.");

    public static Task ClosedSession(HttpContext context) => context.AnswerProblem(StatusCodes.Status410Gone, "Session closed",
        "This session is closed and takes no more events. Open a new one with POST /api/v1/sessions.");

    /// <summary>Why an event was not accepted.</summary>
    public static Task NotTracked(HttpContext context, TrackVerdict verdict) => verdict == TrackVerdict.Closed ? ClosedSession(context) : UnknownSession(context);

    public static Task NoSuchPath(HttpContext context) => context.AnswerProblem(StatusCodes.Status404NotFound, "Not found",
        "Nothing is here. Players use POST /api/v1/sessions, POST /api/v1/sessions/{sid}/events and POST /api/v1/downloaded, operators GET /api/v1/sessions, /api/v1/reports and /api/v1/live; all operations are described at /docs.");

    public static Task MethodNotAllowed(HttpContext context) => context.AnswerProblem(StatusCodes.Status405MethodNotAllowed, "Method not allowed",
        $"{context.Request.Method} is not for this path; allowed: {context.Response.Headers.Allow}.");

    public static Task Unreceived(HttpContext context, ReceiveResult reception)
    {
        switch (reception)
        {
            case ReceiveResult.TooLarge:
                CloseAfter(context);
                return context.AnswerProblem(StatusCodes.Status413PayloadTooLarge, "Body too large",
                    "An object may have 64 KiB and an array 1 MiB, counted after decompression.");
            case ReceiveResult.TooDense:
                return context.AnswerProblem(StatusCodes.Status413PayloadTooLarge, "Body too large",
                    $"A body of more than 64 KiB may be at most {ContentCodings.MostRatio} times as long as it was when compressed.");
            case ReceiveResult.Overloaded:
                CloseAfter(context);
                return TooBusy(context);
            case ReceiveResult.RateLimited:
                CloseAfter(context);
                return RateLimited(context, LimitedResources.Bodies);
            case ReceiveResult.UnknownEncoding:
                context.Response.Headers.AcceptEncoding = ContentCodings.Accepted;
                return context.AnswerProblem(StatusCodes.Status415UnsupportedMediaType, "Unknown Content-Encoding",
                    "Send the body as it is, or with Content-Encoding gzip or br.");
            case ReceiveResult.TooSlow:
                CloseAfter(context);
                return context.AnswerProblem(StatusCodes.Status408RequestTimeout, "Body incomplete",
                    "The body was not complete 5 seconds after its headers.");
            default:
                return context.AnswerProblem(StatusCodes.Status400BadRequest, "Broken body",
                    "The body is not what its Content-Encoding, Content-Length or chunks say.");
        }
    }

    /// <summary>There is no place for it (decisions.md section 7).</summary>
    public static Task TooBusy(HttpContext context) => Unavailable(context,
        "The server has more requests than it can answer in time. This one was not worked on and does not count. Send it again.");

    /// <summary>Its address has its share of a place that is over half full (decisions.md section 7).</summary>
    public static Task RateLimited(HttpContext context, string place) => RateLimited(context, place, RetryAfterSeconds,
        "Too many requests at once come from this address. This one was not worked on and does not count. Send it again after Retry-After.");

    public static Task RateLimited(HttpContext context, string place, string retryAfterSeconds, string detail)
    {
        context.RequestServices.GetRequiredService<RateLimitLog>().Record(context, place);
        context.Response.Headers.RetryAfter = retryAfterSeconds;
        return context.AnswerProblem(StatusCodes.Status429TooManyRequests, "Too much from this address", detail);
    }

    public static Task Unavailable(HttpContext context) => Unavailable(context, "The request could not be stored and does not count. Send it again.");

    private static Task Unavailable(HttpContext context, string detail)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return context.AnswerProblem(StatusCodes.Status503ServiceUnavailable, "Not available now", detail);
    }

    public static Task Unforeseen(HttpContext context) => context.AnswerProblem(StatusCodes.Status500InternalServerError, "Server error",
        "Something unforeseen happened; the server's log has it.");

    /// <summary>The rest of the body is still on its way and nobody will read it. (In HTTP/2 the stream ends by itself.)</summary>
    private static void CloseAfter(HttpContext context)
    {
        if (!HttpProtocol.IsHttp2(context.Request.Protocol) && !HttpProtocol.IsHttp3(context.Request.Protocol))
            context.Response.Headers.Connection = "close";
    }
}
