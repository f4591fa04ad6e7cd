using SessionGrains.Api.Hosting;
using SessionGrains.Api.Operators.Answers;
using SessionGrains.Api.Problems;
using SessionGrains.Api.Sessions;
using SessionGrains.Exports;

namespace SessionGrains.Api.Operators.Exports;

/// <summary>Answers <c>GET /exports</c>, and stops exporters or lets them go on.</summary>
internal sealed class ExportsApi(ClusterCalls cluster, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
{
    /// <summary>List the sinks of closed sessions</summary>
    /// <remarks>The sinks that the section `Exports` of the silos' configuration names, and how each fares: how many sessions are there, how far it lags behind, and what went wrong last.</remarks>
    public async Task ReadExports(HttpContext context) => await context.SendJson(ExportsJson.Answers, new ExportsAnswer(await cluster.Ask(static (IExportReader exports) => exports.ReadAll()), NowMs));

    /// <summary>Stop an export</summary>
    /// <remarks>Nothing more leaves until it is resumed; a window that is leaving is interrupted, and leaves again then. Meanwhile sessions wait in the report log, for Reports:Retention at most. Needs a key that allows control.</remarks>
    public Task PauseExport(HttpContext context) => SetPaused(context, true);

    /// <summary>Let an export go on</summary>
    /// <remarks>Also tries again at once what failed. Needs a key that allows control.</remarks>
    public Task ResumeExport(HttpContext context) => SetPaused(context, false);

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task SetPaused(HttpContext context, bool isPaused)
    {
        var name = (string)context.Request.RouteValues["name"]!;
        if (await cluster.Ask((IExportReader exports) => exports.SetPaused(name, isPaused)) is { } status)
        {
            await context.SendJson(ExportsJson.Answers, new ExportAnswer(status, NowMs));
        }
        else
        {
            await context.AnswerProblem(StatusCodes.Status404NotFound, "Unknown sink", "The section Exports of the configuration names no such sink.");
        }
    }
}
