namespace SessionGrains.Grains.Tests.Live;

/// <summary>What 100,000 distinct titles take in the partitions of a cluster of three silos.</summary>
public sealed class ManyTitlesTests(ITestOutputHelper output)
{
    private const int Titles = 100_000;
    private const int Minutes = 22;
    private const long Began = 29_400_000L * 60_000;
    private const long MostBytes = 600L << 20;

    [Fact]
    public void A_hundred_thousand_titles_stay_within_600_MiB_with_a_full_past()
    {
        var before = Held();
        var partitions = LivePartitions.Titles.ToDictionary(static name => name, static _ => new ClusterTotals(Began));
        foreach (var silo in (string[])["a", "b", "c"])
        {
            foreach (var part in Enumerable.Range(0, Titles).Select(static number => new LiveKey(LiveKind.Title, $"title-{number:00000000}")).GroupBy(LivePartitions.Of))
            {
                LiveRow[] rows = [.. part.Select(static key => new LiveRow(key, "The name of " + key.Id, "channel", new() { Open = 1, Playing = 1, Starts = 1 }, false))];
                Assert.True(partitions[part.Key].Accept(new() { Silo = silo, Sequence = 1, IsFull = true, CountsSinceMs = Began, Rows = rows }, Began));
            }
        }

        foreach (var partition in partitions.Values)
        {
            for (var sample = 0; sample < KeyTotals.RecentSamples; sample++)
                partition.Sample();
            for (var minute = 0; minute < Minutes; minute++)
                partition.EndMinute((int)(Began / 60_000) + minute, Began + ((minute + 1) * 60_000L));
        }

        var taken = Held() - before;
        var boards = partitions.Values.SelectMany(static partition => partition.Keys).Where(static board => board.Key.Kind == LiveKind.Title).ToArray();
        var minutes = boards.Sum(static board => (long)board.Minutes.Count);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Titles} titles on three silos: {taken >> 20} MiB in all partitions, {minutes} minutes of them kept."));

        Assert.Equal(Titles, boards.Length);
        Assert.All(boards, static board => Assert.Equal(3, board.Figures.Viewers));
        Assert.InRange(minutes, Titles, LivePartitions.Titles.Count * (long)ClusterTotals.MaxMinutes);
        Assert.InRange(taken, 0, MostBytes);
    }

    private static long Held()
    {
        // Once: GC.GetTotalMemory collects until nothing changes, which never comes while other tests run.
        GC.Collect();
        return GC.GetTotalMemory(forceFullCollection: false);
    }
}
