using SessionGrains.Api.Hosting;
using SessionGrains.Api.Problems;
using SessionGrains.Api.Sessions;
using SessionGrains.Reports;

namespace SessionGrains.Api.Operators.Reports;

/// <summary>
/// Answers <c>GET /reports</c>: one line of JSON per closed session, oldest first, each with a cursor. A reader that continues with the cursor of its last
/// line skips no report and gets none twice, even if it or the server was killed in between.
/// </summary>
/// <remarks>
/// Every stored report has a line, even an unreadable one. Reports are read from the cluster in parts of bounded size, and an answer has bounded bytes, so neither memory nor
/// the answer grows with the limit. A failure after the first line ends the answer after a complete line.
/// </remarks>
internal sealed partial class ReportFeed(
    SessionCalls sessions, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time, IHostApplicationLifetime lifetime, ILogger<ReportFeed> log)
{
    public const string ContentType = "application/x-ndjson";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Read the reports of closed sessions</summary>
    /// <remarks>
    /// One line of JSON for each closed session, oldest first, each with a cursor. With `rows=true` one line for each row of a session instead: sessionStart, adStart,
    /// adEnd, chapterEnd, sessionEnd and, where the totals have more than the lists, remainder. Continue with the cursor of the last line you have stored as `after`: no
    /// line is skipped or sent twice, whichever process was killed in between. An answer may have fewer lines than `limit`: it ends at about 1 MiB. Only an empty answer means that there
    /// is nothing more yet; with `wait` the server waits for it. Kept for Reports:Retention (30 days).
    /// </remarks>
    public async Task ReadReports(HttpContext context)
    {
        if (!ReportQuery.TryRead(context.Request.Query, out var query, out var wrong))
        {
            await context.AnswerProblem(StatusCodes.Status400BadRequest, "Bad query", wrong);
            return;
        }

        RowCursor after;
        byte[][] rest;
        SessionReport[] reports;
        try
        {
            after = RowCursor.Parse(query.After);
            if (after.Row is not null && !query.Rows)
            {
                await context.AnswerProblem(StatusCodes.Status400BadRequest, "Bad cursor",
                    "after is the cursor of a row within a report: continue with rows=true. The cursor of the last row of a report is valid without it, too.");
                return;
            }

            rest = after.Row is { } row ? await ReadRest(after.Report!, row) : [];
            reports = rest.Length > 0 ? [] : await ReadOrWait(after.Report, query, context.RequestAborted);
        }
        catch (FormatException)
        {
            await context.AnswerProblem(StatusCodes.Status400BadRequest, "Bad cursor",
                "after is no cursor that this report log gave out: send the cursor of the last line that you have, or leave it out to begin with the oldest report.");
            return;
        }

        context.Response.ContentType = ContentType;
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await Send(context, query, after.Report, rest, reports);
        }
        catch (Exception e) when (context.Response.HasStarted && !ExceptionResponses.ClientLeft(context, e))
        {
            // The reader continues from its last line; if the failure persists, that request gets the error.
            LogEndedEarly(log, e.GetType().Name);
        }
    }

    private async Task Send(HttpContext context, ReportQuery query, string? after, byte[][] rest, SessionReport[] reports)
    {
        var page = new ReportPage(context.Response.BodyWriter, query.Limit, MessageBudget.Bytes, context.RequestAborted);
        await page.Write(rest);
        while (page.Left > 0 && (rest.Length > 0 || reports.Length > 0))
        {
            foreach (var report in reports.TakeWhile(_ => page.Left > 0))
            {
                await page.Write(query.Rows ? ReportLine.RowsOf(report) : [ReportLine.Of(report)]);
                after = report.Cursor;
            }

            (rest, reports) = ([], page.Left > 0 ? await sessions.ReadReports(after, query.MostReports(page.Left)) : []);
        }
    }

    /// <summary>The rows after one row of a report; none if the report was removed. If it has become unreadable, the line that says so.</summary>
    /// <exception cref="FormatException">The report has no such row.</exception>
    private async Task<byte[][]> ReadRest(string cursor, RowCursor.Place row)
    {
        if (await sessions.ReadReportAgain(cursor, row.Stream) is not { } report)
        {
            return [];
        }

        var rows = ReportLine.RowsOf(report);
        return rows.Length == 1 ? rows
            : row.Seq < rows.Length ? rows[(row.Seq + 1)..]
            : throw new FormatException("No row of this report.");
    }

    /// <summary>Polls the log. Notifications would take a connection for each silo, and half a second of delay does no harm.</summary>
    private async Task<SessionReport[]> ReadOrWait(string? after, ReportQuery query, CancellationToken aborted)
    {
        var began = time.GetTimestamp();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(aborted, lifetime.ApplicationStopping);
        while (true)
        {
            var reports = await sessions.ReadReports(after, query.MostReports(query.Limit));
            if (reports.Length > 0 || time.GetElapsedTime(began) >= query.Wait || ended.IsCancellationRequested)
                return reports;

            await Task.Delay(PollInterval, time, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(EventId = 110, Level = LogLevel.Warning, Message = "A response of the report feed ended early ({Reason}); the reader can continue from its last line.")]
    private static partial void LogEndedEarly(ILogger logger, string reason);
}
