using SessionGrains.PowerLoss.Tests.Disk;
using SessionGrains.PowerLoss.Tests.Judging;
using Xunit.Abstractions;

namespace SessionGrains.PowerLoss.Tests.Runs;

/// <summary>Some images are opened by the real server.</summary>
public sealed class ServedImages(ITestOutputHelper output)
{
    [RecorderFact]
    public async Task The_server_opens_what_a_power_loss_has_left_and_serves_all_that_was_answered()
    {
        var run = await Recorded.SqliteAsync();
        var began = TimeProvider.System.GetTimestamp();
        var disk = new CrashDisk(run.Disk);
        var random = new Random(PowerLossSettings.Seed);
        var wrong = new List<string>();
        foreach (var crash in CrashPlan.Of(run.Disk, run.Promises.Lines, PowerLossSettings.Seed + 1, PowerLossSettings.ServedImages))
        {
            disk.MoveTo(crash.Line);
            var folder = OpenedImage.Place(disk.Lose(new Loss(crash.Kind, crash.Seed)));
            try
            {
                wrong.AddRange((await ServedImage.JudgeAsync(folder, run.Promises, crash.Line, random)).Select(text => $"{crash}: {text}"));
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        output.WriteLine($"seed {PowerLossSettings.Seed}: {PowerLossSettings.ServedImages} images served, {wrong.Count} complaints, {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0} s");
        Assert.Empty(wrong.Take(5));
    }
}
