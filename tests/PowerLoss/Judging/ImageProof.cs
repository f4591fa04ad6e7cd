namespace SessionGrains.PowerLoss.Tests;

/// <summary>Makes images of crashes of a run, lets the store open each, and judges what it found.</summary>
/// <param name="growsInOrder">See <see cref="Loss"/>.</param>
internal sealed class ImageProof(RecordedRun run, Func<string, Task<OpenedImage>> open, bool growsInOrder = false)
{
    public int Images { get; private set; }

    /// <summary>How long it took.</summary>
    public TimeSpan Took { get; private set; }

    /// <summary>Images in which something was wrong.</summary>
    public int Violations { get; private set; }

    /// <summary>Images that took a tool to open.</summary>
    public int Mended { get; private set; }

    /// <summary>Images in which something was wrong with a session of which nothing was being written when the power was lost.</summary>
    public int Elsewhere { get; private set; }

    /// <summary>The first few things that were wrong.</summary>
    public List<string> Worst { get; } = [];

    /// <summary>The report log as the run left it.</summary>
    public async Task<IReadOnlyList<string>> WholeLogAsync()
    {
        var log = new List<string>();
        await OpenAsync(new CrashDisk(run.Disk), new Crash(int.MaxValue - 1, LossKind.KeepsAll, 0), async image =>
            log.AddRange((await Judge.ReadLogAsync(image.Store)).Select(static entry => entry.SessionId)));
        return log;
    }

    /// <param name="owedAt">Which promises hold at a crash, from its line; null: all.</param>
    /// <param name="untilFound">Stops at the first violation.</param>
    public async Task RunAsync(IEnumerable<Crash> crashes, Func<int, Func<Promise, bool>>? owedAt = null, bool untilFound = false)
    {
        var began = TimeProvider.System.GetTimestamp();
        var wholeLog = await WholeLogAsync();
        var disk = new CrashDisk(run.Disk);
        foreach (var crash in crashes)
        {
            var wrong = new List<string>();
            var judge = new Judge(run.Promises, wholeLog, owedAt?.Invoke(crash.Line));
            try
            {
                await OpenAsync(disk, crash, async image => wrong.AddRange(await judge.JudgeAsync(image.Store, crash.Line)));
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                wrong.Add($"the store does not open the image: {e.Message}");
            }

            Images++;
            Took = TimeProvider.System.GetElapsedTime(began);
            if (wrong.Count == 0)
                continue;

            Violations++;
            Elsewhere += wrong.TrueForAll(complaint => IsBeingWritten(complaint, disk)) ? 0 : 1;
            if (Worst.Count < 10)
                Worst.Add($"{crash}: {string.Join("; ", wrong.Take(3))}{(wrong.Count > 3 ? $"; and {wrong.Count - 3} more" : "")}");
            if (untilFound)
                return;
        }
    }

    /// <summary>Complaints begin with the session's id, which stands in its keys, or are about the report log.</summary>
    private static bool IsBeingWritten(string complaint, CrashDisk disk)
    {
        var name = complaint.StartsWith("the report log", StringComparison.Ordinal) ? ":reports" : complaint.Split(':')[0];
        var key = System.Text.Encoding.ASCII.GetBytes(name);
        return disk.Pending.OfType<Written>().Any(write => write.Data.AsSpan().IndexOf(key) >= 0);
    }

    private async Task OpenAsync(CrashDisk disk, Crash crash, Func<OpenedImage, Task> look)
    {
        disk.MoveTo(crash.Line);
        var folder = OpenedImage.Place(disk.Lose(new Loss(crash.Kind, crash.Seed, growsInOrder)));
        try
        {
            await using var image = await open(folder);
            Mended += image.WasMended ? 1 : 0;
            await look(image);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
