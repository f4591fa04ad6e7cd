namespace SessionGrains.Bench.Cost;

/// <summary>The median over the launches of a run, and the spread from the lowest to the highest launch.</summary>
internal sealed record Figure(double Median, double Least, double Most, int Launches)
{
    /// <summary>A figure per launch, of that launch's samples. Launches that give none are left out; null if all do.</summary>
    public static Figure? Over(IEnumerable<Sample> samples, Func<IReadOnlyList<Sample>, double?> ofLaunch)
    {
        var launches = samples.GroupBy(static sample => sample.Launch).Select(launch => ofLaunch([.. launch])).OfType<double>().ToList();
        return launches.Count == 0 ? null : new Figure(Medians.Median(launches), launches.Min(), launches.Max(), launches.Count);
    }

    /// <summary>As <c>80.2 (78.1 to 83.0)</c>; of one launch only the figure.</summary>
    public string Text(string format)
    {
        return Launches == 1 ? One(Median) : $"{One(Median)} ({One(Least)} to {One(Most)})";

        string One(double figure) => figure.ToString(format, CultureInfo.InvariantCulture);
    }
}
