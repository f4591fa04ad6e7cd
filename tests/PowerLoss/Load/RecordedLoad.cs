using System.Net;
using SessionGrains.Faults.Tests.Crowd;
using SessionGrains.Faults.Tests.Reconciliation;
using SessionGrains.PowerLoss.Tests.Recording;

namespace SessionGrains.PowerLoss.Tests.Load;

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
        using var doors = new FrontDoors([server.Port]);
        var audience = new Audience(seed, players, doors) { MayLeaveUnnoticed = true };
        using var reports = new ReportFollower(doors, seed);
        var downloads = new Downloads(doors, seed).RunAsync(() => audience.IsLeaving);
        audience.Come();
        reports.Begin();
        await EnoughAsync(audience.Answers, events / 2);
        await server.RewriteLogAsync();
        await EnoughAsync(audience.Answers, events);
        await audience.LeaveAsync();
        await downloads;
        if (waitForReports)
            await Task.Delay(Closing);
        await reports.EndAsync();
        return await server.StopAsync();
    }

    private static async Task EnoughAsync(Answers answers, int events)
    {
        for (var began = answers.Now; answers.Of(HttpStatusCode.NoContent) < events && answers.Now - began < Longest;)
            await Task.Delay(Glance);
    }
}
