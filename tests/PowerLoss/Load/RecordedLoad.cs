namespace SessionGrains.PowerLoss.Tests;

/// <summary>Plays against a recorded server: a crowd, downloaded sessions, and a reader of reports, until so many events are acknowledged and the sessions have their reports.</summary>
internal static class RecordedLoad
{
    /// <summary>A session that was ended takes overtaken events for 5 s; then it is closed and reported.</summary>
    private static readonly TimeSpan Closing = TimeSpan.FromSeconds(6.5);

    /// <summary>On a machine so busy that it takes longer, fewer events must do.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    public static async Task<RecordedRun> RecordAsync(RecordedShape shape, int seed, int players, int events, bool waitForReports = true)
    {
        await using var server = await RecordedServer.StartAsync(shape);
        using var tracking = new TrackingServer([server.Port], key: RunningProcess.OperatorKey);
        var crowd = new Crowd(seed, players, _ => tracking, (player, session) => new MarkedScript(seed, player, session, static () => true));
        using var reports = new ReportFollower(tracking, seed);
        var downloads = new Downloads(tracking, seed).RunAsync(() => crowd.IsLeaving);
        crowd.Come();
        reports.Begin();
        await EnoughAsync(crowd.Answers, events / 2);
        await server.RewriteLogAsync();
        await EnoughAsync(crowd.Answers, events);
        await crowd.LeaveAsync();
        await downloads;
        if (waitForReports)
            await Task.Delay(Closing);
        await reports.EndAsync();
        return await server.StopAsync();
    }

    private static async Task EnoughAsync(Answers answers, int events)
    {
        for (var began = answers.Now; answers.Of(204) < events && answers.Now - began < Longest;)
            await Task.Delay(Glance);
    }
}
