using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using SessionGrains.Api.Callers.Shares;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.Limits;
using SessionGrains.Api.Problems;

namespace SessionGrains.Api.Operators.Streams;

/// <summary>Starts all streams of operators. Streams beyond the limits of <see cref="StreamLimiter"/> are refused at once.</summary>
internal sealed class StreamEndpoint(
    StreamLimiter limiter, CallerHash callers, IHostApplicationLifetime lifetime, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
{
    private const string RetryAfterSeconds = "5";

    private static readonly byte[] Retry = "retry: 2000\n\n"u8.ToArray();

    /// <summary>
    /// Answers the request with a stream, which ends when <paramref name="send"/> returns, the client leaves or the server stops. Errors with their own
    /// status, such as 404, must be answered before the call.
    /// </summary>
    public async Task Serve(HttpContext context, Func<EventStream, Task> send)
    {
        var caller = callers.Of(context);
        switch (limiter.TryEnter(caller))
        {
            case LimitResult.RateLimited:
                await RefuseBeyondShare(context);
                return;
            case LimitResult.Full:
                await Refuse(context);
                return;
        }

        try
        {
            await Stream(context, send);
        }
        finally
        {
            limiter.Leave(caller);
        }
    }

    private async Task Stream(HttpContext context, Func<EventStream, Task> send)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";

        // Otherwise nginx buffers the events.
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            var stream = new EventStream(context, time, ended.Token);
            await stream.Send(Retry);
            await send(stream);
        }
        catch (Exception e) when (e is OperationCanceledException or ConnectionResetException or ConnectionAbortedException or IOException)
        {
            // The client left or accepts nothing, or the server is stopping: no error can be sent.
        }
    }

    private static Task RefuseBeyondShare(HttpContext context) => RateLimitProblem.Answer(context, LimitedResources.Streams, RetryAfterSeconds,
        "This address has a quarter of the streams that this server takes (Operator:MaxStreams) while over half of them are open. Try again later, or ask without streaming.");

    private Task Refuse(HttpContext context)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return context.AnswerProblem(StatusCodes.Status503ServiceUnavailable, "Too many streams",
            $"This server has {limiter.Most} streams open, which is all it takes (Operator:MaxStreams). Try again later, or ask without streaming.");
    }
}
