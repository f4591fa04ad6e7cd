namespace SessionGrains.PowerLoss.Tests;

/// <summary>Some images are opened by the real server.</summary>
public sealed class ServedImages(ITestOutputHelper output)
{
    [RecorderFact]
    public async Task The_server_opens_what_a_power_loss_has_left_and_serves_all_that_was_answered()
    {
        var run = await Recorded.SqliteAsync();
        var began = TimeProvider.System.GetTimestamp();
        var crashes = CrashPlan.Of(run.Disk, run.Promises.Lines, PowerLossSettings.Seed + 1, PowerLossSettings.ServedImages);
        var wrong = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(Place(run, crashes), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (image, _) =>
        {
            try
            {
                foreach (var complaint in await ServedImage.JudgeAsync(image.Folder, run.Promises, image.Crash.Line, new Random(image.Crash.Seed)))
                    wrong.Enqueue($"{image.Crash}: {complaint}");
            }
            finally
            {
                Directory.Delete(image.Folder, recursive: true);
            }
        });

        output.WriteLine($"seed {PowerLossSettings.Seed}: {crashes.Count} images served, {wrong.Count} complaints, {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0} s");
        Assert.Empty(wrong.Take(5));
    }

    /// <summary>One after the other, as a disk only goes forward.</summary>
    private static IEnumerable<(Crash Crash, string Folder)> Place(RecordedRun run, IEnumerable<Crash> crashes)
    {
        var disk = new CrashDisk(run.Disk);
        foreach (var crash in crashes)
        {
            disk.MoveTo(crash.Line);
            yield return (crash, OpenedImage.Place(disk.Lose(new Loss(crash.Kind, crash.Seed))));
        }
    }
}
