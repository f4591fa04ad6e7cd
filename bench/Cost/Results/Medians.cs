namespace SessionGrains.Bench.Cost;

/// <summary>Medians of what was measured.</summary>
internal static class Medians
{
    public static IReadOnlyList<CostLine> Costs(IReadOnlyList<Sample> samples) =>
        [.. samples.Where(static sample => WorkNames.All.Contains(sample.Work)).GroupBy(static sample => (sample.Subject, sample.Work)).Select(rounds => Cost([.. rounds], samples))];

    public static IReadOnlyList<LatencyLine> Latencies(IReadOnlyList<Sample> samples) =>
        [.. samples.Where(static sample => !WorkNames.All.Contains(sample.Work)).GroupBy(static sample => (sample.Subject, sample.Work)).Select(static rounds => Latency([.. rounds]))];

    /// <summary>The ratio of two subjects' costs over the launches; null if one of them was not measured.</summary>
    public static Figure? Ratio(IReadOnlyList<Sample> samples, string work, string subject, string other) => Figure.Over(samples, launch => RatioOfLaunch(launch, work, subject, other));

    /// <summary>The ratio of the costs of two works of one subject; null if one of them was not measured.</summary>
    public static Figure? RatioOfWorks(IReadOnlyList<Sample> samples, string subject, string work, string other) =>
        Figure.Over(samples, launch => RatioOfRounds(Rounds(launch, work, subject), Rounds(launch, other, subject)));

    /// <summary>
    /// Median of the ratios of two subjects' costs in one launch, round by round; null if one of them was not measured. Only samples of the same round were
    /// measured shortly after each other.
    /// </summary>
    public static double? RatioOfLaunch(IReadOnlyList<Sample> launch, string work, string subject, string other) => RatioOfRounds(Rounds(launch, work, subject), Rounds(launch, work, other));

    /// <summary>Processor time per request in µs in one launch; null if it was not measured.</summary>
    public static double? CostOfLaunch(IReadOnlyList<Sample> launch, string work, string subject) =>
        Rounds(launch, work, subject).Select(static sample => sample.Cost).ToList() is { Count: > 0 } costs ? Median(costs) : null;

    /// <summary>The middle one; of an even number the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double? RatioOfRounds(IEnumerable<Sample> ours, IEnumerable<Sample> others)
    {
        var theirs = others.ToDictionary(static sample => sample.Round);
        var ratios = ours.Where(sample => theirs.ContainsKey(sample.Round)).Select(sample => sample.Cost / theirs[sample.Round].Cost).ToList();
        return ratios.Count == 0 ? null : Median(ratios);
    }

    private static IEnumerable<Sample> Rounds(IReadOnlyList<Sample> launch, string work, string subject) => launch.Where(sample => sample.Work == work && sample.Subject == subject);

    private static CostLine Cost(IReadOnlyList<Sample> rounds, IReadOnlyList<Sample> samples)
    {
        var first = rounds[0];
        var subject = SubjectCatalogue.Of(first.Subject);
        return new CostLine(
            first.Subject,
            first.Work,
            Of(static round => round.Cost),
            first.ProcessorMicroseconds.Keys.Order().ToDictionary(static role => role, role => Of(round => round.ProcessorMicroseconds[role])),
            Ratio(samples, first.Work, first.Subject, subject.ItsFloor),
            subject.Kind == SubjectKind.Floor ? null : Ratio(samples, first.Work, first.Subject, subject.Rival),
            Of(static round => round.PerSecond),
            Of(static round => round.AllocatedBytes / 1024));

        Figure Of(Func<Sample, double> value) => Figure.Over(rounds, launch => Median(launch.Select(value)))!;
    }

    private static LatencyLine Latency(IReadOnlyList<Sample> rounds) => new(
        rounds[0].Subject,
        rounds[0].Work,
        Median(rounds.Select(static round => round.PerSecond)),
        Median(rounds.Select(static round => round.Milliseconds(50))),
        Median(rounds.Select(static round => round.Milliseconds(99))),
        Median(rounds.Select(static round => round.Milliseconds(99.9))),
        Median(rounds.Select(static round => round.Cost)));
}

/// <summary>One line of a cost table. A launch counts with the median of its rounds.</summary>
/// <param name="Cost">Processor time per request in µs, all processes.</param>
/// <param name="CostByRole">The same by role.</param>
/// <param name="ToFloor">Ratio to the floor in the same round; null if the floor was not measured.</param>
/// <param name="ToRival">The same to the rival of the same durability.</param>
/// <param name="PerSecond">Requests per second when saturated.</param>
/// <param name="AllocatedKilobytes">Managed KB per request, front door and silos.</param>
internal sealed record CostLine(
    string Subject, string Work, Figure Cost, IReadOnlyDictionary<string, Figure> CostByRole, Figure? ToFloor, Figure? ToRival, Figure PerSecond, Figure AllocatedKilobytes);

/// <summary>One line of the table of times, in ms: the medians of the rounds' percentiles.</summary>
/// <param name="Cost">Processor time per request in µs, all processes.</param>
internal sealed record LatencyLine(string Subject, string Work, double PerSecond, double P50, double P99, double P999, double Cost);
