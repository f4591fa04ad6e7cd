using SessionGrains.Bench.Cost.Runs;
using SessionGrains.Bench.Cost.Subjects;

namespace SessionGrains.Bench.Cost.Results;

/// <summary>One line of the table: the medians of a subject's rounds with one work.</summary>
/// <param name="Cost">Processor time per request in µs, all processes.</param>
/// <param name="CostByRole">The same by role.</param>
/// <param name="ToFloor">Median of the ratios to the floor of the same round; null: it was not measured.</param>
/// <param name="ToRival">The same to the rival of the same durability.</param>
internal sealed record CostLine(
    string Subject, string Work, double Cost, IReadOnlyDictionary<string, double> CostByRole, double? ToFloor, double? ToRival, double PerSecond, double AllocatedBytes);

/// <summary>Medians of what was measured.</summary>
internal static class Medians
{
    public static IReadOnlyList<CostLine> Of(IReadOnlyList<Sample> samples) =>
        [.. samples.GroupBy(static sample => (sample.Subject, sample.Work)).Select(rounds => Line([.. rounds], samples))];

    /// <summary>Median of the ratios of two subjects' costs, round by round; null: one of them was not measured.</summary>
    public static double? Ratio(IReadOnlyList<Sample> samples, string work, string subject, string other)
    {
        var ratios = samples.Where(sample => sample.Work == work && sample.Subject == subject)
            .Join(samples.Where(sample => sample.Work == work && sample.Subject == other), static sample => sample.Round, static sample => sample.Round, static (mine, theirs) => mine.Cost / theirs.Cost)
            .ToList();
        return ratios.Count == 0 ? null : Median(ratios);
    }

    /// <summary>The middle one; of an even number the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static CostLine Line(IReadOnlyList<Sample> rounds, IReadOnlyList<Sample> samples)
    {
        var first = rounds[0];
        var subject = SubjectCatalogue.All.Single(subject => subject.Name == first.Subject);
        return new CostLine(
            first.Subject,
            first.Work,
            Median(rounds.Select(static round => round.Cost)),
            first.ProcessorMicroseconds.Keys.ToDictionary(static role => role, role => Median(rounds.Select(round => round.ProcessorMicroseconds[role]))),
            Ratio(samples, first.Work, first.Subject, Subject.Floor),
            subject.Kind == SubjectKind.Floor ? null : Ratio(samples, first.Work, first.Subject, subject.Rival),
            Median(rounds.Select(static round => round.PerSecond)),
            Median(rounds.Select(static round => round.AllocatedBytes)));
    }
}
