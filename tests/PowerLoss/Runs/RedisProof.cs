namespace SessionGrains.PowerLoss.Tests;

/// <summary>The server and its Redis under one recorder; the images are opened by a <c>redis-server</c> with our store before it.</summary>
public sealed class RedisProof(ITestOutputHelper output)
{
    [RecorderFact]
    public async Task No_answer_leaves_before_the_sync_of_its_event_and_no_power_loss_of_Redis_takes_back_what_was_answered()
    {
        var run = await Recorded.RedisAsync();
        var order = SyncOrder.Of(run.Disk);
        var early = run.Promises.Events.Select(order.Wrong).OfType<string>().ToList();
        var proof = new ImageProof(run, OpenedImage.RedisAsync, growsInOrder: true);
        await proof.RunAsync(CrashPlan.Of(run.Disk, run.Promises.Lines, PowerLossSettings.Seed, PowerLossSettings.RedisImages));

        output.WriteLine(ProofText.Of(run, early, proof));
        Assert.Empty(early.Take(5));
        Assert.Empty(proof.Worst);
        Assert.Equal(0, proof.Mended);
        Assert.True(run.Promises.Events.Count() >= Recorded.Events, "too few events for a proof");

        await FindSkippedSyncAsync(run);
    }

    /// <summary>
    /// Redis' log has no checksums. Where a file system lets a file grow before all of an append is on the disk, a power loss leaves zeros in it: between commands Redis refuses
    /// them, within a value it takes them for the value. What had not been answered yet is then damaged, and with it the record of a session of which other events had been; its checksum shows that.
    /// </summary>
    [RecorderFact]
    public async Task A_hole_in_the_last_append_of_Redis_is_refused_or_damages_no_session_but_those_that_were_being_written()
    {
        var run = await Recorded.RedisAsync();
        var proof = new ImageProof(run, OpenedImage.RedisAsync);
        await proof.RunAsync(CrashPlan.Of(run.Disk, run.Promises.Lines, PowerLossSettings.Seed + 1, PowerLossSettings.HoledImages).Where(static crash => crash.Kind > LossKind.KeepsNothing));

        output.WriteLine(ProofText.Of(run, [], proof));
        Assert.Equal(0, proof.Elsewhere);
    }

    /// <summary>The same run as if Redis had not synced its log.</summary>
    private async Task FindSkippedSyncAsync(RecordedRun run)
    {
        var skipped = run with { Disk = run.Disk.WithoutSyncsOf(".aof") };
        var order = SyncOrder.Of(skipped.Disk);
        var proof = new ImageProof(skipped, OpenedImage.RedisAsync);
        await proof.RunAsync(CrashPlan.Of(skipped.Disk, run.Promises.Lines, PowerLossSettings.Seed, PowerLossSettings.RedisImages), untilFound: true);
        output.WriteLine($"planted: no sync of the log, found after {proof.Images} images: {proof.Worst.FirstOrDefault()}");
        Assert.True(run.Promises.Events.All(one => order.Wrong(one) is not null));
        Assert.Equal(1, proof.Violations);
    }
}
