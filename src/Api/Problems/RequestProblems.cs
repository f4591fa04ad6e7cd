using SessionGrains.Api.Bodies;
using SessionGrains.Api.Callers.Shares;
using SessionGrains.Tracking;

namespace SessionGrains.Api.Problems;

/// <summary>The 4xx and 500 responses, except violations (<see cref="ProblemWriter"/>), 429 (<see cref="RateLimitProblem"/>) and 503 (<see cref="UnavailableProblem"/>).</summary>
internal static class RequestProblems
{
    public static Task UnknownSession(HttpContext context) => context.AnswerProblem(StatusCodes.Status404NotFound, "Unknown session",
        "No session has this id, or it was closed longer ago than sessions are kept. Open a new one with POST /api/v1/sessions.");

    public static Task ClosedSession(HttpContext context) => context.AnswerProblem(StatusCodes.Status410Gone, "Session closed",
        "This session is closed and takes no more events. Open a new one with POST /api/v1/sessions.");

    /// <summary>The response to an event that was not accepted.</summary>
    public static Task NotTracked(HttpContext context, TrackVerdict verdict) => verdict == TrackVerdict.Closed ? ClosedSession(context) : UnknownSession(context);

    public static Task NoSuchPath(HttpContext context) => context.AnswerProblem(StatusCodes.Status404NotFound, "Not found",
        "Nothing is here. Players use POST /api/v1/sessions, POST /api/v1/sessions/{sid}/events and POST /api/v1/downloaded, Edge SDKs POST /ee/v1/interact and /ee/va/v1/{event}, operators GET /api/v1/sessions, /api/v1/reports and /api/v1/live; all operations are described at /docs.");

    public static Task MethodNotAllowed(HttpContext context) => context.AnswerProblem(StatusCodes.Status405MethodNotAllowed, "Method not allowed",
        $"{context.Request.Method} is not for this path; allowed: {context.Response.Headers.Allow}.");

    public static Task Unreceived(HttpContext context, ReceiveResult result)
    {
        switch (result)
        {
            case ReceiveResult.TooLarge:
                CloseAfter(context);
                return context.AnswerProblem(StatusCodes.Status413PayloadTooLarge, "Body too large",
                    "An object may have 64 KiB and an array 1 MiB, counted after decompression.");
            case ReceiveResult.TooDense:
                return context.AnswerProblem(StatusCodes.Status413PayloadTooLarge, "Body too large",
                    $"A body of more than 64 KiB may be at most {BodyLimits.CompressionRatio} times as long as it was when compressed.");
            case ReceiveResult.Overloaded:
                CloseAfter(context);
                return UnavailableProblem.TooBusy(context);
            case ReceiveResult.RateLimited:
                CloseAfter(context);
                return RateLimitProblem.Answer(context, LimitedResources.Bodies);
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

    public static Task ServerError(HttpContext context) => context.AnswerProblem(StatusCodes.Status500InternalServerError, "Server error",
        "Something unforeseen happened; the server's log has it.");

    /// <summary>Closes the connection after the response, because the rest of the body is not read. HTTP/2 and HTTP/3 end the stream by themselves.</summary>
    public static void CloseAfter(HttpContext context)
    {
        if (!HttpProtocol.IsHttp2(context.Request.Protocol) && !HttpProtocol.IsHttp3(context.Request.Protocol))
            context.Response.Headers.Connection = "close";
    }
}
