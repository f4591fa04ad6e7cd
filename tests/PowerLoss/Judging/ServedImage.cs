namespace SessionGrains.PowerLoss.Tests;

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
        using var served = new TrackingServer([port], key: RunningProcess.OperatorKey);
        await Deadline.UntilAsync(async () => await served.GetAsync("/health/ready") is { Code: 200 }, () => $"the server does not take the image:\n{server.Output}");

        var wrong = new List<string>();
        var told = promises.All.TakeWhile(promise => promise.Line <= line).ToLookup(static promise => promise.SessionId);
        foreach (var session in told.OrderBy(_ => random.Next()).Take(Looked))
            await JudgeSessionAsync(served, session, wrong);
        await JudgeReportsAsync(served, told, wrong);

        // And it goes on.
        var next = await served.PostAsync(TrackingServer.Sessions, SteppedSession.StartBody("after-the-crash"));
        if (next.Code != 201)
            wrong.Add($"a new session is answered {next.Code}");
        return wrong;
    }

    private static async Task JudgeSessionAsync(TrackingServer served, IGrouping<string, Promise> session, List<string> wrong)
    {
        if (await served.GetAsync(TrackingServer.PathOf(session.Key)) is not { Code: 200 } answer || ReadSession.Of(answer) is not { } read)
        {
            wrong.Add($"{session.Key}: acknowledged, and not served");
            return;
        }

        var marks = read.QoeNames.Where(static name => Promises.MarkPattern().IsMatch(name)).ToHashSet();
        wrong.AddRange(session.OfType<EventPromised>().Where(one => !marks.Contains(one.Mark)).Select(one => $"{session.Key}: {one.Mark} was acknowledged and is not served"));
        if (read.Applied != marks.Count)
            wrong.Add($"{session.Key}: {read.Applied} events applied, which is not the number of marks");
    }

    private static async Task JudgeReportsAsync(TrackingServer served, ILookup<string, Promise> told, List<string> wrong)
    {
        using var reports = new ReportFollower(served, seed: 0);
        while (await reports.ReadPageAsync(Page) > 0)
        {
        }

        wrong.AddRange(reports.BySession.Where(static one => one.Value > 1).Select(static one => $"{one.Key}: {one.Value} reports"));
        wrong.AddRange(told.Where(session => session.OfType<ReportPromised>().Any() && reports.LinesOf(session.Key) == 0).Select(static session => $"{session.Key}: its report was sent and is not served"));
    }
}
