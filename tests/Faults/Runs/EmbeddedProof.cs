using Microsoft.Data.Sqlite;

namespace SessionGrains.Faults.Tests;

/// <summary>One process with one file, killed under load again and again.</summary>
[Collection(FaultRuns.Name)]
public sealed class EmbeddedProof(ITestOutputHelper output)
{
    private const int Players = 30;

    /// <summary>A session whose player sent sessionEnd only once, without success, closes after this time.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Nothing_that_was_acknowledged_is_lost_when_the_embedded_service_is_killed_under_load()
    {
        var folder = ServiceUnderTest.NewFolder();
        await using var service = await ServiceUnderTest.StartAsync(folder, Shapes.EmbeddedSqlite(Idle));
        using var server = CrowdOfFaults.Reach(service.Ports);
        var crowd = CrowdOfFaults.Of(server, Players);
        var random = new Random(FaultSettings.Seed);
        using var reports = new ReportFollower(server, FaultSettings.Seed);
        reports.Begin();
        crowd.Come();
        for (var round = 0; round < FaultSettings.Rounds; round++)
        {
            await Task.Delay(random.Next(2_000, 4_000));
            service.KillFrontDoor(0);
            Assert.Equal("ok", IntegrityOf(Path.Combine(folder, "sessions.db")));
            await service.StartFrontDoorAsync(0);
        }

        await Task.Delay(2_000);
        await crowd.LeaveAsync();
        var ledger = await new Reconciler(server) { IdleTimeout = Idle, Reports = reports }.CompareMarkedAsync(crowd.Sessions);
        await reports.EndAsync();

        output.WriteLine($"seed {FaultSettings.Seed}: {FaultSettings.Rounds} rounds, {CrowdOfFaults.Figures(ledger, crowd.Answers)}; report lines {reports.Lines}, repeated {reports.Repeated}; the file was clean each time.");
        if (ledger.Complaints.Count > 0)
            output.WriteLine($"{ledger.Worst}\n{service.KeepOutput()}");

        service.AssertNothingLeaked();
        Assert.Equal((0, 0, 0, 0, 0), (ledger.Lost, ledger.AppliedTwice, ledger.Complaints.Count, reports.Repeated, crowd.Stuck));
        Assert.True(ledger.Acknowledged > 500, "too few events for a proof");
    }

    private static string? IntegrityOf(string file)
    {
        using var database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, Mode = SqliteOpenMode.ReadWrite }.ToString());
        database.Open();
        using var check = database.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        return (string?)check.ExecuteScalar();
    }
}
