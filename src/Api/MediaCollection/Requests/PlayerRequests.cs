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
using SessionGrains.Messages;

namespace SessionGrains.Api.MediaCollection.Requests;

/// <summary>
/// The one way of all players' requests that have a body, whatever way they came here: CORS headers, receive, read, take a place to work, call the
/// session, answer, also where something fails, and count. Nearly all requests are pings, so this is one state machine from the server to the session and
/// back. All others pass the middleware of <c>Composition/FrontDoor</c>.
/// </summary>
internal sealed class PlayerRequests(
    CorsHeaders cors, CallerHash callers, BodyReceiver bodies, ReceivingLimiter receiving, RequestReader reader, WorkLimiter work, SessionCalls sessions, ExceptionResponses faults, IngestMetrics counters)
{
    private static readonly StringValues NoContentType = "application/octet-stream";

    /// <summary>Answers a request of a session that it does not name.</summary>
    public Task Answer(HttpContext context, PlayerOperation operation) => Answer(context, operation, default);

    /// <summary>Answers a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="operation">What its path asks for.</param>
    /// <param name="sid">The session that it names. None: it names none, or one that none can be.</param>
    public async Task Answer(HttpContext context, PlayerOperation operation, IdSpan sid)
    {
        var timed = operation == PlayerOperation.Track ? counters.Begin() : 0;
        var kind = operation.ToKind();
        RequestOutcome? answer = null;
        var countedBytes = 0;
        var isAtWork = false;
        var caller = callers.Of(context);
        cors.Write(context);
        try
        {
            var body = await bodies.Receive(context, caller);
            countedBytes = body.BodyAllowance;
            var began = sessions.Now;
            var read = reader.Read(operation, body);
            kind = read.Kind;
            if (read.Asked is not { } asked)
            {
                answer = read.Refusal;
                await Refuse(context, read);
                return;
            }

            answer = RequestOutcome.Unavailable;
            var entry = work.TryEnter(kind.Priority, caller);
            if (entry == LimitResult.Full && kind.Priority == WorkPriority.Start)
                entry = await work.Wait(caller, context.RequestAborted);

            isAtWork = entry == LimitResult.Allowed;
            if (entry == LimitResult.RateLimited)
            {
                answer = RequestOutcome.Limited;
                await RateLimitProblem.Answer(context, LimitedResources.Work);
            }
            else if (!isAtWork)
            {
                await RequestProblems.TooBusy(context);
            }
            else if (asked is PlayerEvent playerEvent)
            {
                var verdict = sid.IsDefault ? TrackVerdict.Unknown : await sessions.Track(sid, playerEvent, began);
                answer = IngestMetrics.OutcomeOf(verdict);
                if (verdict == TrackVerdict.Accepted)
                    context.Response.StatusCode = StatusCodes.Status204NoContent;
                else
                    await RequestProblems.NotTracked(context, verdict);
            }
            else
            {
                await Create(context, asked, began);
                answer = RequestOutcome.Accepted;
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
                receiving.Return(caller, countedBytes);
            if (answer is { } given)
                counters.Count(kind, given, timed);
        }
    }

    private static Task Refuse(HttpContext context, in ReadRequest read) =>
        read.Violations is { } violations ? context.AnswerViolations(violations) : RequestProblems.Unreceived(context, read.ReceiveResult);

    /// <summary>The Location is relative and below no path base, because clients match it with an anchored pattern (digest section 2.1).</summary>
    private async Task Create(HttpContext context, object asked, long began)
    {
        var sid = asked is DownloadedSession downloaded
            ? await sessions.SubmitDownloaded(downloaded.Id, downloaded.Batch.Start, downloaded.Batch.Events, began)
            : await sessions.Start((StartRequest)asked, began);
        var response = context.Response;
        response.StatusCode = StatusCodes.Status201Created;
        response.Headers.ContentType = NoContentType;
        response.ContentLength = 0;
        response.Headers.Location = string.Concat(SessionPaths.All, "/", sid);
    }
}
