using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using SessionGrains.Api.Callers.Shares;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.MediaCollection;
using SessionGrains.Api.MediaCollection.Problems;

namespace SessionGrains.Api.Operators.Streams;

/// <summary>
/// Where all streams of operators begin: lets <see cref="OperatorOptions.MaxStreams"/> in and refuses the others at once, because each holds a
/// connection for as long as a page is open.
/// </summary>
internal sealed class StreamDoor(
    IOptions<OperatorOptions> options, CallerHash callers, IHostApplicationLifetime lifetime, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
{
    private const string RetryAfterSeconds = "5";

    private static readonly byte[] Retry = "retry: 2000\n\n"u8.ToArray();

    private readonly Lazy<AddressShares> _shares = new(() => new(options.Value.MaxStreams));
    private int _open;

    /// <summary>Asked for late: a wrong setting is told at the start together with the others.</summary>
    private int Most => options.Value.MaxStreams;

    /// <summary>Streams that were refused because their address had its share, since the start.</summary>
    public long BeyondShare => _shares.Value.Refused;

    /// <summary>Streams that are open now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>
    /// Answers the request with a stream, which ends when <paramref name="send"/> returns, the client leaves or the server stops. What has to be
    /// refused with a status of its own (404) must be refused before.
    /// </summary>
    public async Task Serve(HttpContext context, Func<EventStream, Task> send)
    {
        var caller = callers.Of(context);
        var isWithinShare = false;
        var open = Interlocked.Increment(ref _open);
        try
        {
            isWithinShare = _shares.Value.TryHold(caller, open);
            if (!isWithinShare)
                await RefuseBeyondShare(context);
            else if (open > Most)
                await Refuse(context);
            else
                await Stream(context, send);
        }
        finally
        {
            if (isWithinShare)
                _shares.Value.Release(caller);
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task Stream(HttpContext context, Func<EventStream, Task> send)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";

        // nginx would otherwise collect the events before it passes them on.
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
            // The client left or takes nothing, or the server stops: nobody is there to be told.
        }
    }

    private static Task RefuseBeyondShare(HttpContext context) => PlayerProblems.BeyondShare(context, Places.Streams, RetryAfterSeconds,
        "This address has a quarter of the streams that this server takes (Operator:MaxStreams) while over half of them are open. Try again later, or ask without streaming.");

    private Task Refuse(HttpContext context)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return context.AnswerProblem(StatusCodes.Status503ServiceUnavailable, "Too many streams",
            $"This server has {Most} streams open, which is all it takes (Operator:MaxStreams). Try again later, or ask without streaming.");
    }
}
