using SessionGrains.Api.Bodies;
using SessionGrains.Api.Callers.Shares;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.Operators.Answers;
using SessionGrains.Api.Problems;
using SessionGrains.Api.Sessions;
using SessionGrains.Erasure;

namespace SessionGrains.Api.Operators.Privacy;

/// <summary>Answers <c>/privacy</c>: takes erasures of viewers, and reads their receipts.</summary>
internal sealed class PrivacyApi(ClusterCalls cluster, BodyReceiver bodies, CallerHash callers)
{
    public const string ErasePath = "/api/v1/privacy/erase";
    public const string ErasuresPath = "/api/v1/privacy/erasures";

    public const string CannotErase = "This server cannot erase";
    public const string TooMany = "Too many erasures";

    private const int IdDigits = 32;

    /// <summary>Erase a viewer</summary>
    /// <remarks>
    /// Erases every session that was sent with this id as `analytics.visitorId`, as `visitor.marketingCloudUserId`, as an id of `visitor.customerIDs` or in the identityMap of an Edge client: open ones, closed ones and their
    /// reports, in the store, its files and the sinks. It takes from seconds to minutes: read the receipt at `Location` until its `state` is done. Stop the viewer's players before, because a session that begins meanwhile may stay.
    /// Needs a key that allows control.
    /// </remarks>
    public async Task EraseViewer(HttpContext context)
    {
        using var body = await bodies.Receive(context, callers.Of(context));
        if (body.Result != ReceiveResult.Complete)
        {
            await RequestProblems.Unreceived(context, body.Result);
            return;
        }

        var (viewer, violations) = ErasureRequest.Read(body.Span.ToArray());
        if (viewer is null)
        {
            await context.AnswerViolations(violations);
            return;
        }

        try
        {
            var receipt = await cluster.Ask((IEraser eraser) => eraser.Request(viewer));
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            context.Response.Headers.Location = $"{context.Request.PathBase}{ErasuresPath}/{receipt.Id}";
            await context.SendJson(PrivacyJson.Answers, new ErasureAnswer(receipt));
        }
        catch (ErasureRefusedException refusal)
        {
            await (refusal.IsFinal
                ? context.AnswerProblem(StatusCodes.Status409Conflict, CannotErase, refusal.Message)
                : context.AnswerProblem(StatusCodes.Status429TooManyRequests, TooMany, refusal.Message));
        }
    }

    /// <summary>Read the receipt of an erasure</summary>
    /// <remarks>
    /// What was erased so far, and what it waits for. It does not name the viewer, and is kept for 400 days after the erasure is done.
    /// </remarks>
    public async Task ReadErasure(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        if (id.Length == IdDigits && id.All(char.IsAsciiHexDigitLower) && await cluster.Ask((IEraser eraser) => eraser.Read(id)) is { } receipt)
        {
            await context.SendJson(PrivacyJson.Answers, new ErasureAnswer(receipt));
        }
        else
        {
            await context.AnswerProblem(StatusCodes.Status404NotFound, "Unknown erasure", "No erasure has this id, or its receipt is no longer kept.");
        }
    }
}
