namespace SessionGrains.Bench.Cost;

/// <summary>Medians of what was measured.</summary>
internal static class Medians
{
    public static IReadOnlyList<CostLine> Costs(IReadOnlyList<Sample> samples) =>
        [.. samples.Where(static sample => WorkNames.All.Contains(sample.Work)).GroupBy(static sample => (sample.Subject, sample.Work)).Select(rounds => Cost([.. rounds], samples))];

    public static IReadOnlyList<LatencyLine> Latencies(IReadOnlyList<Sample> samples) =>
        [.. samples.Where(static sample => !WorkNames.All.Contains(sample.Work)).GroupBy(static sample => (sample.Subject, sample.Work)).Select(static rounds => Latency([.. rounds]))];

    /// <summary>
    /// Median of the ratios of two subjects' costs, round by round; null: one of them was not measured. Only of the same round were they
    /// measured one right after the other.
    /// </summary>
    public static double? Ratio(IReadOnlyList<Sample> samples, string work, string subject, string other)
    {
        var theirs = Of(other).ToDictionary(static sample => sample.Round);
        var ratios = Of(subject).Where(sample => theirs.ContainsKey(sample.Round)).Select(sample => sample.Cost / theirs[sample.Round].Cost).ToList();
        return ratios.Count == 0 ? null : Median(ratios);

        IEnumerable<Sample> Of(string name) => samples.Where(sample => sample.Work == work && sample.Subject == name);
    }

    /// <summary>The middle one; of an even number the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static CostLine Cost(IReadOnlyList<Sample> rounds, IReadOnlyList<Sample> samples)
    {
        var first = rounds[0];
        var subject = SubjectCatalogue.All.Single(subject => first.Subject == subject.Name || first.Subject == subject.Name + Subject.Earlier);
        return new CostLine(
            first.Subject,
            first.Work,
            Median(rounds.Select(static round => round.Cost)),
            first.ProcessorMicroseconds.Keys.Order().ToDictionary(static role => role, role => Median(rounds.Select(round => round.ProcessorMicroseconds[role]))),
            Ratio(samples, first.Work, first.Subject, Subject.Floor),
            subject.Kind == SubjectKind.Floor ? null : Ratio(samples, first.Work, first.Subject, subject.Rival),
            Median(rounds.Select(static round => round.PerSecond)),
            Median(rounds.Select(static round => round.AllocatedBytes)));
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

/// <summary>One line of the table of costs: the medians of a subject's rounds with one work.</summary>
/// <param name="Cost">Processor time per request in µs, all processes.</param>
/// <param name="CostByRole">The same by role.</param>
/// <param name="ToFloor">Median of the ratios to the floor of the same round; null: it was not measured.</param>
/// <param name="ToRival">The same to the rival of the same durability.</param>
/// <param name="PerSecond">Requests per second when saturated.</param>
/// <param name="AllocatedBytes">Managed bytes per request, front door and silos.</param>
internal sealed record CostLine(
    string Subject, string Work, double Cost, IReadOnlyDictionary<string, double> CostByRole, double? ToFloor, double? ToRival, double PerSecond, double AllocatedBytes);

/// <summary>One line of the table of times, in ms: the medians of the rounds' percentiles.</summary>
/// <param name="Cost">Processor time per request in µs, all processes.</param>
internal sealed record LatencyLine(string Subject, string Work, double PerSecond, double P50, double P99, double P999, double Cost);
