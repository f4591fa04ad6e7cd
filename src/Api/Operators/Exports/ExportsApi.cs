using SessionGrains.Api.Bodies;
using SessionGrains.Api.Callers.Shares;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.Operators.Answers;
using SessionGrains.Api.Problems;
using SessionGrains.Api.Sessions;
using SessionGrains.Exports;

namespace SessionGrains.Api.Operators.Exports;

/// <summary>Answers <c>GET /exports</c>, and stops exporters or lets them go on.</summary>
internal sealed class ExportsApi(ClusterCalls cluster, BodyReceiver bodies, CallerHash callers, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
{
    private const string WrongPlace = "Not a place to go back to";

    /// <summary>List the sinks of closed sessions</summary>
    /// <remarks>The sinks that the section `Exports` of the silos' configuration names, and how each fares: how many sessions are there, how far it lags behind, and what went wrong last.</remarks>
    public async Task ReadExports(HttpContext context) => await context.SendJson(ExportsJson.Answers, new ExportsAnswer(await cluster.Ask(static (IExportReader exports) => exports.ReadAll()), NowMs));

    /// <summary>Stop an export</summary>
    /// <remarks>Nothing more leaves until it is resumed; a window that is leaving is interrupted, and leaves again then. Meanwhile sessions wait in the report log. Needs a key that allows control.</remarks>
    public Task PauseExport(HttpContext context) => SetPaused(context, true);

    /// <summary>Let an export go on</summary>
    /// <remarks>Also tries again at once what failed. Needs a key that allows control.</remarks>
    public Task ResumeExport(HttpContext context) => SetPaused(context, false);

    /// <summary>Have sessions leave again</summary>
    /// <remarks>
    /// From a cursor of the report log, a time or the beginning on. A sink that has each session exactly once takes back what it has from there before they leave again, and begins with the whole window that has the place;
    /// a receiver of webhooks gets them again with the same ids. Refused if the report log does not have all sessions any more that the sink would lose. An export that is paused stays so; its sink takes back at once.
    /// Answers when that is done, or after 2 s with `rewinding: true`. After 503 it may have been begun. Needs a key that allows control.
    /// </remarks>
    public async Task RewindExport(HttpContext context)
    {
        using var body = await bodies.Receive(context, callers.Of(context));
        if (body.Result != ReceiveResult.Complete)
        {
            await RequestProblems.Unreceived(context, body.Result);
        }
        else if (RewindBody.Read(body.Span) is not { } target)
        {
            await context.AnswerProblem(StatusCodes.Status400BadRequest, WrongPlace, RewindBody.HowToSend);
        }
        else
        {
            await Rewind(context, NameIn(context), target);
        }
    }

    /// <summary>Send dead letters again</summary>
    /// <remarks>
    /// All sessions that a receiver of webhooks did not take for `GiveUpAfter`, each request once, before anything else leaves; at the first that fails again, it and the rest stay dead letters, and the others go on. Answers at once, with `resending: true` until it is done.
    /// An export that is paused does it when it is resumed. Needs a key that allows control.
    /// </remarks>
    public async Task ResendExport(HttpContext context)
    {
        var name = NameIn(context);
        await Answer(context, await cluster.Ask((IExportReader exports) => exports.Resend(name)));
    }

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static string NameIn(HttpContext context) => (string)context.Request.RouteValues["name"]!;

    private static Task AnswerUnknown(HttpContext context) => context.AnswerProblem(StatusCodes.Status404NotFound, "Unknown sink", "The section Exports of the configuration names no such sink.");

    private async Task SetPaused(HttpContext context, bool isPaused)
    {
        var name = NameIn(context);
        await Answer(context, await cluster.Ask((IExportReader exports) => exports.SetPaused(name, isPaused)));
    }

    private async Task Rewind(HttpContext context, string name, ExportRewindTarget target)
    {
        var answer = await cluster.Ask((IExportReader exports) => exports.Rewind(name, target));
        await (answer is { Refusal: { } refusal, IsConflict: var isConflict }
            ? context.AnswerProblem(isConflict ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest, isConflict ? "Cannot go back there" : WrongPlace, refusal)
            : Answer(context, answer?.Status));
    }

    private Task Answer(HttpContext context, ExportStatus? status) => status is null ? AnswerUnknown(context) : context.SendJson(ExportsJson.Answers, new ExportAnswer(status, NowMs));
}
