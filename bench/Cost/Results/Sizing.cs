namespace SessionGrains.Bench.Cost;

/// <summary>How many viewers one core serves, computed from the figures of the run.</summary>
internal static class Sizing
{
    /// <summary>The share of a core that is planned to be used. The rest is for peaks and failures.</summary>
    private const double Busy = 0.6;

    public static TextTable Of(BenchResult result)
    {
        return new TextTable(
            string.Create(CultureInfo.InvariantCulture, $"sizing: viewers of one core that is {Busy:P0} busy"),
            ["subject", "content, ping every 10 s", "ad, ping every second"],
            [
                .. from subject in SubjectCatalogue.All
                   where subject.IsOurs && subject.Store != "OrleansRedis"
                   let content = Viewers(launch => ViewerLoad.OfContent(launch, subject))
                   let ad = Viewers(launch => ViewerLoad.OfAd(launch, subject))
                   where content is not null && ad is not null
                   select (IReadOnlyList<string>)[subject.Name, content.Text("N0"), ad.Text("N0")],
            ]);

        Figure? Viewers(Func<IReadOnlyList<Sample>, double?> microseconds) => Figure.Over(result.Samples, launch => 1_000_000 * Busy / microseconds(launch));
    }
}
