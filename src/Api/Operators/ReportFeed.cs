using System.Buffers;
using System.Text.Json;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.MediaCollection;
using SessionGrains.Api.MediaCollection.Problems;
using SessionGrains.Reports;

namespace SessionGrains.Api.Operators;

/// <summary>
/// Answers <c>GET /reports</c>: a line of JSON for each closed session, oldest first, each with the cursor from which to go on after it. Whoever goes
/// on from the last line that it has never skips one and never gets one twice, also when it or the server was killed in between.
/// </summary>
internal sealed class ReportFeed(SessionCalls sessions, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time, IHostApplicationLifetime lifetime)
{
    public const string ContentType = "application/x-ndjson";

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

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
        foreach (var report in reports)
            await context.Response.BodyWriter.WriteAsync(Line(report), context.RequestAborted);
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

    private static byte[] Line(SessionReport report)
    {
        var json = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(json, SessionViewWriter.Options))
        {
            writer.WriteStartObject();
            writer.WriteString("cursor"u8, report.Cursor);
            writer.WritePropertyName("report"u8);
            SessionViewWriter.Write(writer, report.Session);
            writer.WriteEndObject();
        }

        // A player may have sent its params over several lines. Between the tokens of JSON a blank says the same, within them no line can end.
        byte[] line = [.. json.WrittenSpan, (byte)'\n'];
        line.AsSpan(..^1).Replace((byte)'\n', (byte)' ');
        line.AsSpan(..^1).Replace((byte)'\r', (byte)' ');
        return line;
    }
}
