namespace SessionGrains.Bench.Cost;

/// <summary>What a fresh process did with one kind of load.</summary>
/// <param name="Launch">From 1.</param>
/// <param name="ReadySeconds">From the start of the process until it said that it is ready.</param>
/// <param name="FirstPerSecond">Requests per second in the first seconds after that, saturated.</param>
/// <param name="LastingPerSecond">The same once it is warm: the median of several seconds.</param>
internal sealed record ColdStart(string Subject, string Work, int Launch, double ReadySeconds, double FirstPerSecond, double LastingPerSecond)
{
    /// <summary>The kinds of load that it is measured with.</summary>
    public static IReadOnlyList<string> Works { get; } = [WorkNames.Create, WorkNames.Ping];

    /// <summary>The share of its lasting rate that it had at first.</summary>
    public double Ratio => FirstPerSecond / LastingPerSecond;

    /// <summary>The median over the launches with their spread; null if there is none.</summary>
    public static Figure? Over(IEnumerable<ColdStart> starts, Func<ColdStart, double> value)
    {
        var values = starts.Select(value).ToList();
        return values.Count == 0 ? null : new Figure(Medians.Median(values), values.Min(), values.Max(), values.Count);
    }
}
