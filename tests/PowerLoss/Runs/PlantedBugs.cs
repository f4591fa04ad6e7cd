namespace SessionGrains.PowerLoss.Tests;

/// <summary>The proof is put to the proof: what it must find is in the real server's store.</summary>
public sealed class PlantedBugs(ITestOutputHelper output)
{
    private const int Players = 40;
    private const int Events = 200;
    private const int Images = 60;

    /// <summary>At most so many images to find what is planted: it may show only between two writes of a session.</summary>
    private const int ImagesToFind = 1_500;

    [RecorderTheory]
    [InlineData(nameof(Plant.AnswersBeforeSync))]
    [InlineData(nameof(Plant.ForgetsVersions))]
    [InlineData(nameof(Plant.ReportsAfterClosing))]
    public async Task A_planted_bug_is_found(string plant)
    {
        var (early, proof) = await ProveAsync(Enum.Parse<Plant>(plant), untilFound: true);

        Assert.Equal(1, proof.Violations);
        Assert.Equal(plant == nameof(Plant.AnswersBeforeSync), early > 0);
    }

    [RecorderFact]
    public async Task Nothing_is_found_where_nothing_is_planted_although_old_writes_come_back()
    {
        var (early, proof) = await ProveAsync(Plant.Nothing, untilFound: false);

        Assert.Empty(proof.Worst);
        Assert.Equal((0, Images), (early, proof.Images));
    }

    private async Task<(int Early, ImageProof Proof)> ProveAsync(Plant plant, bool untilFound)
    {
        var run = await RecordedLoad.RecordAsync(RecordedShape.With(plant), PowerLossSettings.Seed, Players, Events, waitForReports: plant == Plant.ReportsAfterClosing);
        var order = SyncOrder.Of(run.Disk);
        var early = run.Promises.Events.Select(order.Wrong).OfType<string>().ToList();
        var proof = new ImageProof(run, OpenedImage.SqliteAsync);
        await proof.RunAsync(CrashPlan.Of(run.Disk, run.Promises.Lines, PowerLossSettings.Seed, untilFound ? ImagesToFind : Images), untilFound: untilFound);
        output.WriteLine($"{plant}: {ProofText.Of(run, early, proof)}");
        return (early.Count, proof);
    }
}
