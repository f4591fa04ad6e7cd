namespace SessionGrains.PowerLoss.Tests;

/// <summary>A Redis that syncs every second may lose what docs/operations.md says, and no more.</summary>
public sealed class EverySecondProof(ITestOutputHelper output)
{
    private const int Players = 40;
    private const int Events = 500;
    private const int Images = 20;

    /// <summary>Seconds: Redis begins a sync within a second of the last one, and a sync takes its time.</summary>
    private const double MostLost = 2;

    [RecorderFact]
    public async Task A_Redis_that_syncs_every_second_loses_at_most_the_last_two()
    {
        var run = await RecordedLoad.RecordAsync(RecordedShape.RedisEverySecond, PowerLossSettings.Seed, Players, Events, waitForReports: false);
        var order = SyncOrder.Of(run.Disk);
        var longest = run.Promises.Events.Max(order.UnsyncedSeconds);
        var proof = new ImageProof(run, OpenedImage.RedisAsync);
        var crashes = CrashPlan.Of(run.Disk, run.Promises.Lines, PowerLossSettings.Seed, Images);
        await proof.RunAsync(crashes.Select(static crash => crash with { Kind = LossKind.KeepsNothing }), line =>
        {
            var owedUntil = run.SecondsAt(line) - MostLost;
            return promise => promise.Seconds < owedUntil;
        });

        output.WriteLine($"longest between an answer and the sync that holds its event: {longest:0.00} s; {ProofText.Of(run, [], proof)}");
        Assert.Empty(proof.Worst);
        Assert.InRange(longest, 0.001, MostLost);
    }
}
