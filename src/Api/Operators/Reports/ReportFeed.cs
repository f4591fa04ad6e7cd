using SessionGrains.Api.Hosting;
using SessionGrains.Api.Problems;
using SessionGrains.Api.Sessions;
using SessionGrains.Reports;

namespace SessionGrains.Api.Operators.Reports;

/// <summary>
/// Answers <c>GET /reports</c>: a line of JSON for each closed session, oldest first, each with the cursor from which to go on after it. Whoever goes
/// on from the last line that it has never skips one and never gets one twice, also when it or the server was killed in between.
/// </summary>
/// <remarks>
/// Whatever a stored report says or fails to say, it has a line. Reports come from the cluster by bytes and leave as they come: what is held of them at a time
/// does not grow with the limit. What fails after the first line ends the answer behind a whole one.
/// </remarks>
internal sealed partial class ReportFeed(
    SessionCalls sessions, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time, IHostApplicationLifetime lifetime, ILogger<ReportFeed> log)
{
    public const string ContentType = "application/x-ndjson";

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    /// <summary>Read the reports of closed sessions</summary>
    /// <remarks>
    /// One line of JSON for each closed session, oldest first, each with a cursor. Continue with the cursor of the last line you have stored as `after`: no report is
    /// skipped or sent twice, whichever process was killed in between. An empty answer means there are no reports yet; with `wait` the server waits for one. Kept for
    /// Reports:Retention (30 days).
    /// </remarks>
    public async Task ReadReports(HttpContext context)
    {
        if (!ReportQuery.TryRead(context.Request.Query, out var query, out var wrong))
        {
            await context.AnswerProblem(StatusCodes.Status400BadRequest, "Bad query", wrong);
            return;
        }

        SessionReport[] reports;
        try
        {
            reports = await ReadOrWait(query, context.RequestAborted);
        }
        catch (FormatException)
        {
            await context.AnswerProblem(StatusCodes.Status400BadRequest, "Bad cursor",
                "after is no cursor of this report log: send the cursor of the last line that you have, or leave it out to begin with the oldest report.");
            return;
        }

        context.Response.ContentType = ContentType;
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await Send(context, reports, query.Limit);
        }
        catch (Exception e) when (context.Response.HasStarted && !ExceptionResponses.ClientLeft(context, e))
        {
            // The reader goes on from the last line that it has; there it is told, should it last.
            LogEndedEarly(log, e.GetType().Name);
        }
    }

    private async Task Send(HttpContext context, SessionReport[] reports, int limit)
    {
        for (var left = limit; reports.Length > 0; reports = left > 0 ? await sessions.ReadReports(reports[^1].Cursor, left) : [])
        {
            foreach (var report in reports)
                await context.Response.BodyWriter.WriteAsync(ReportLine.Of(report), context.RequestAborted);

            left -= reports.Length;
        }
    }

    /// <summary>Asks the log again now and then: to be told by it would take a connection for each silo, and a report may well wait half a second.</summary>
    private async Task<SessionReport[]> ReadOrWait(ReportQuery query, CancellationToken left)
    {
        var began = time.GetTimestamp();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(left, lifetime.ApplicationStopping);
        while (true)
        {
            var reports = await sessions.ReadReports(query.After, query.Limit);
            if (reports.Length > 0 || time.GetElapsedTime(began) >= query.Wait || ended.IsCancellationRequested)
                return reports;

            await Task.Delay(BetweenLooks, time, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(EventId = 110, Level = LogLevel.Warning, Message = "An answer of the report feed ended early ({Reason}); its reader goes on from its last line.")]
    private static partial void LogEndedEarly(ILogger logger, string reason);
}
