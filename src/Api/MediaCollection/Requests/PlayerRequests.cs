using Microsoft.Extensions.Primitives;
using Orleans.Runtime;
using SessionGrains.Api.Bodies;
using SessionGrains.Api.Callers.Shares;
using SessionGrains.Api.Cors;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.Limits;
using SessionGrains.Api.Outcomes;
using SessionGrains.Api.Problems;
using SessionGrains.Api.Sessions;

namespace SessionGrains.Api.MediaCollection.Requests;

/// <summary>
/// Handles all players' requests that have a body: CORS headers, receive, parse, limit, call the session, respond (also to exceptions), count. Nearly all
/// requests are pings, so this is one state machine from the server to the session and back. All other requests go through <c>Composition/FrontDoor</c>.
/// </summary>
internal sealed class PlayerRequests(
    CorsHeaders cors, CallerHash callers, BodyReceiver bodies, ReceivingLimiter receiving, RequestReader reader, WorkLimiter work, SessionCalls sessions, ExceptionResponses faults, IngestMetrics counters)
{
    private static readonly StringValues NoContentType = "application/octet-stream";

    /// <summary>Handles a request without a session id.</summary>
    public Task Answer(HttpContext context, PlayerOperation operation) => Answer(context, operation, default);

    /// <summary>Handles a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="sid">The session's id; default when there is none or it is malformed.</param>
    public async Task Answer(HttpContext context, PlayerOperation operation, IdSpan sid)
    {
        var timestamp = operation == PlayerOperation.Track ? counters.Begin() : 0;
        var kind = operation.ToKind();
        RequestOutcome? outcome = null;
        var countedBytes = 0;
        var isAtWork = false;
        var caller = callers.Of(context);
        cors.Write(context);
        try
        {
            var body = await bodies.Receive(context, caller);
            countedBytes = body.CountedBytes;
            var began = sessions.Now;
            var read = reader.Read(operation, body);
            kind = read.Kind;
            if (read.Request is not { } request)
            {
                outcome = read.Refusal;
                await Refuse(context, read);
                return;
            }

            outcome = RequestOutcome.Unavailable;
            var entry = await work.Enter(kind.Priority, caller, context.RequestAborted);
            isAtWork = entry == LimitResult.Allowed;
            if (entry == LimitResult.RateLimited)
            {
                outcome = RequestOutcome.Limited;
                await RateLimitProblem.Answer(context, LimitedResources.Work);
            }
            else if (!isAtWork)
            {
                await UnavailableProblem.TooBusy(context);
            }
            else if (request is PlayerEvent playerEvent)
            {
                var verdict = sid.IsDefault ? TrackVerdict.Unknown : await sessions.Track(sid, playerEvent, began);
                outcome = IngestMetrics.OutcomeOf(verdict);
                if (verdict == TrackVerdict.Accepted)
                    context.Response.StatusCode = StatusCodes.Status204NoContent;
                else
                    await RequestProblems.NotTracked(context, verdict);
            }
            else
            {
                await Create(context, request, began);
                outcome = RequestOutcome.Accepted;
            }
        }
        catch (Exception e) when (ExceptionResponses.ClientLeft(context, e))
        {
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            await faults.Answer(context, CallerKind.Players, e);
        }
        finally
        {
            if (isAtWork)
                work.Leave(caller);
            if (countedBytes > 0)
                receiving.Bytes.Return(caller, countedBytes);
            if (outcome is { } counted)
                counters.Count(kind, counted, timestamp);
        }
    }

    private static Task Refuse(HttpContext context, in ReadRequest read) =>
        read.Violations is { } violations ? context.AnswerViolations(violations) : RequestProblems.Unreceived(context, read.ReceiveResult);

    /// <summary>Creates a session. Location is relative and ignores the path base, because clients match it with an anchored pattern (docs/protocol.md#1-operations).</summary>
    private async Task Create(HttpContext context, object request, long began)
    {
        var sid = request is DownloadedSession downloaded
            ? await sessions.SubmitDownloaded(downloaded.Id, downloaded.Batch.Start, downloaded.Batch.Events, began)
            : await sessions.Start((StartRequest)request, began);
        var response = context.Response;
        response.StatusCode = StatusCodes.Status201Created;
        response.Headers.ContentType = NoContentType;
        response.ContentLength = 0;
        response.Headers.Location = string.Concat(SessionPaths.All, "/", sid);
    }
}
