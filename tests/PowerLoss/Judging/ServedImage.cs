using System.Net;
using System.Text.Json;
using SessionGrains.Faults.Tests.Crowd;

namespace SessionGrains.PowerLoss.Tests.Judging;

/// <summary>A crash image opened by the real server and read as clients read.</summary>
internal static class ServedImage
{
    private const int Page = 500;

    /// <summary>Sessions that are read of each image; the store has all of them read elsewhere.</summary>
    private const int Looked = 100;

    public static async Task<List<string>> JudgeAsync(string folder, Promises promises, int line, Random random)
    {
        var port = FreePort.Next();
        using var server = RunningProcess.Start("SessionGrains.Api",
            [$"--urls=http://127.0.0.1:{port}", $"--Operator:ApiKey={RunningProcess.OperatorKey}", "--Cluster:Mode=Embedded", "--Storage:Provider=Sqlite", $"--Storage:Sqlite:Path={Path.Combine(folder, "sessions.db")}"]);
        using var doors = new FrontDoors([port]);
        await Deadline.UntilAsync(async () => await doors.GetAsync("/health/ready") is { Status: HttpStatusCode.OK }, () => $"the server does not take the image:\n{server.Output}");

        var wrong = new List<string>();
        var told = promises.All.TakeWhile(promise => promise.Line <= line).ToLookup(static promise => promise.SessionId);
        foreach (var session in told.OrderBy(_ => random.Next()).Take(Looked))
            await JudgeSessionAsync(doors, session, wrong);
        await JudgeReportsAsync(doors, told, wrong);

        // And it goes on.
        using var next = await doors.PostAsync("/api/v1/sessions", EventBody.Start(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), 60, "after-the-crash"));
        if (next is not { StatusCode: HttpStatusCode.Created })
            wrong.Add($"a new session is answered {next?.StatusCode}");
        return wrong;
    }

    private static async Task JudgeSessionAsync(FrontDoors doors, IGrouping<string, Promise> session, List<string> wrong)
    {
        if (await doors.GetAsync($"/api/v1/sessions/{session.Key}") is not { Status: HttpStatusCode.OK } read)
        {
            wrong.Add($"{session.Key}: acknowledged, and not served");
            return;
        }

        var json = JsonDocument.Parse(read.Body).RootElement;
        var quality = json.GetProperty("qoeData");
        wrong.AddRange(session.OfType<EventPromised>().Where(one => !quality.TryGetProperty(one.Mark, out _)).Select(one => $"{session.Key}: {one.Mark} was acknowledged and is not served"));
        var events = json.GetProperty("events");
        var applied = events.GetProperty("received").GetInt32() - events.GetProperty("duplicates").GetInt32() - 1;
        if (applied != quality.EnumerateObject().Count(static value => Promises.MarkPattern().IsMatch(value.Name)))
            wrong.Add($"{session.Key}: {applied} events applied, which is not the number of marks");
    }

    private static async Task JudgeReportsAsync(FrontDoors doors, ILookup<string, Promise> told, List<string> wrong)
    {
        var lines = new Dictionary<string, int>();
        for (string? cursor = null; ;)
        {
            var page = await doors.GetAsync($"/api/v1/reports?limit={Page}" + (cursor is null ? "" : $"&after={Uri.EscapeDataString(cursor)}"));
            var read = System.Text.Encoding.UTF8.GetString(page!.Value.Body).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (read.Length == 0)
                break;

            foreach (var line in read.Select(static text => JsonDocument.Parse(text).RootElement))
            {
                var session = line.GetProperty("report").GetProperty("sessionId").GetString()!;
                lines[session] = lines.GetValueOrDefault(session) + 1;
                cursor = line.GetProperty("cursor").GetString();
            }
        }

        wrong.AddRange(lines.Where(static one => one.Value > 1).Select(static one => $"{one.Key}: {one.Value} reports"));
        wrong.AddRange(told.Where(session => session.OfType<ReportPromised>().Any() && !lines.ContainsKey(session.Key)).Select(static session => $"{session.Key}: its report was told and is not served"));
    }
}
