using SessionGrains.Faults.Tests.Crowd;
using SessionGrains.Faults.Tests.Reconciliation;
using SessionGrains.PowerLoss.Tests.Recording;

namespace SessionGrains.PowerLoss.Tests.Load;

/// <summary>Plays against a recorded server: a crowd, downloaded sessions, and a reader of reports, until the last session has its report.</summary>
internal static class RecordedLoad
{
    /// <summary>A session that was ended takes overtaken events for 5 s; then it is closed and reported.</summary>
    private static readonly TimeSpan Closing = TimeSpan.FromSeconds(6.5);

    public static async Task<RecordedRun> RecordAsync(RecordedShape shape, int seed, int players, TimeSpan duration, bool waitForReports = true)
    {
        await using var server = await RecordedServer.StartAsync(shape);
        using var doors = new FrontDoors([server.Port]);
        var audience = new Audience(seed, players, doors) { MayLeaveUnnoticed = true };
        using var reports = new ReportFollower(doors, seed);
        var downloads = new Downloads(doors, seed).RunAsync(() => audience.IsLeaving);
        audience.Come();
        reports.Begin();
        await Task.Delay(duration);
        await audience.LeaveAsync();
        await downloads;
        if (waitForReports)
            await Task.Delay(Closing);
        await reports.EndAsync();
        return await server.StopAsync();
    }
}
