namespace SessionGrains.PowerLoss.Tests;

/// <summary>The server on Sqlite, recorded while a crowd plays, and the power lost in thousands of places.</summary>
public sealed class SqliteProof(ITestOutputHelper output)
{
    [RecorderFact]
    public async Task No_answer_leaves_before_the_sync_of_its_event_and_no_power_loss_takes_back_what_was_answered()
    {
        var run = await Recorded.SqliteAsync();
        var order = SyncOrder.Of(run.Disk);
        var early = run.Promises.Events.Select(order.Wrong).OfType<string>().ToList();

        var proof = new ImageProof(run, OpenedImage.SqliteAsync);
        await proof.RunAsync(CrashPlan.Of(run.Disk, run.Promises.Lines, PowerLossSettings.Seed, PowerLossSettings.SqliteImages));

        output.WriteLine(ProofText.Of(run, early, proof));
        Assert.Empty(early.Take(5));
        Assert.Empty(proof.Worst);
        Assert.True(run.Promises.Events.Count() >= Recorded.Events, "too few events for a proof");

        await FindSkippedSyncAsync(run);
    }

    /// <summary>The same run as if SQLite had not synced its log.</summary>
    private async Task FindSkippedSyncAsync(RecordedRun run)
    {
        var skipped = run with { Disk = run.Disk.WithoutSyncsOf("-wal") };
        var order = SyncOrder.Of(skipped.Disk);
        var proof = new ImageProof(skipped, OpenedImage.SqliteAsync);
        await proof.RunAsync(CrashPlan.Of(skipped.Disk, run.Promises.Lines, PowerLossSettings.Seed, PowerLossSettings.SqliteImages), untilFound: true);
        output.WriteLine($"planted: no sync of the log, found after {proof.Images} images: {proof.Worst.FirstOrDefault()}");
        Assert.Contains(run.Promises.Events, one => order.Wrong(one) is not null);
        Assert.Equal(1, proof.Violations);
    }
}
