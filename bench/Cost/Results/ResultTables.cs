namespace SessionGrains.Bench.Cost;

/// <summary>What was measured as tables; the last says which targets are met.</summary>
internal static class ResultTables
{
    public static IEnumerable<TextTable> Of(BenchResult result)
    {
        foreach (var work in result.Costs.GroupBy(static line => line.Work))
            yield return Costs(work.Key, [.. work]);

        var changes = result.Costs.Select(line => (Line: line, Ratio: Medians.Ratio(result.Samples, line.Work, line.Subject, line.Subject + Subject.Earlier))).Where(static change => change.Ratio is not null).ToList();
        if (changes.Count > 0)
            yield return Changes([.. changes.Select(static change => (change.Line, change.Ratio!.Value))]);

        foreach (var work in result.Latencies.GroupBy(static line => line.Work))
            yield return Latencies(work.Key, [.. work]);

        if (result.Growth.Count > 0)
            yield return Growth(result.Growth);

        foreach (var sizing in Sizing.Of(result))
            yield return sizing;

        var targets = Targets.Judge(result);
        if (targets.Count > 0)
            yield return Judged(targets);
    }

    private static TextTable Costs(string work, IReadOnlyList<CostLine> lines) => new(
        $"{work}: processor time per request",
        ["subject", "µs", "of which", "× floor", "× rival", "per second", "KB allocated"],
        [.. lines.Select(static line => (IReadOnlyList<string>)
        [
            line.Subject, Text($"{line.Cost:F1}"), string.Join(", ", line.CostByRole.Select(static role => Text($"{role.Key} {role.Value:F1}"))),
            Text($"{line.ToFloor:F2}"), Text($"{line.ToRival:F2}"), Text($"{line.PerSecond:N0}"), Text($"{line.AllocatedBytes / 1024:F1}"),
        ])]);

    private static TextTable Changes(IReadOnlyList<(CostLine Line, double Ratio)> changes) => new(
        "processor time against the other build", ["subject", "work", "× before"], [.. changes.Select(static change => (IReadOnlyList<string>)[change.Line.Subject, change.Line.Work, Text($"{change.Ratio:F3}")])]);

    private static TextTable Latencies(string work, IReadOnlyList<LatencyLine> lines) => new(
        $"{work}: milliseconds from when it was due to its answer",
        ["subject", "per second", "p50", "p99", "p99.9", "processor µs"],
        [.. lines.Select(static line => (IReadOnlyList<string>)[line.Subject, Text($"{line.PerSecond:N0}"), Text($"{line.P50:F2}"), Text($"{line.P99:F2}"), Text($"{line.P999:F2}"), Text($"{line.Cost:F1}")])]);

    private static TextTable Growth(IReadOnlyList<GrowthStep> steps) => new(
        $"growth of {steps[0].Subject}",
        ["live sessions", "s to open them", "ping µs at first", "ping µs", "× the fewest", "pings per second", "managed KB each", "resident KB each", "resident GB in all", "Redis KB each"],
        [.. steps.Select(step => (IReadOnlyList<string>)
        [
            Text($"{step.Sessions:N0}"), Text($"{step.Taken.TotalSeconds:F1}"), Text($"{step.YoungPingCost:F1}"), Text($"{step.PingCost:F1}"), Text($"{step.ToFewest:F2}"), Text($"{step.PingsPerSecond:N0}"),
            Each(step, step.HeapBytes), Each(step, step.AddedResidentBytes), Text($"{step.ResidentBytes / 1e9:F2}"), Each(step, step.RedisBytes),
        ])]);

    private static TextTable Judged(IReadOnlyList<Target> targets) => new(
        "targets",
        ["what", "target", "measured", "met"],
        [.. targets.Select(static target => (IReadOnlyList<string>)[target.What, target.Limit, target.Measured, target.IsMet ? "yes" : "NO"])]);

    private static string Each(GrowthStep step, long bytes) => Text($"{bytes / 1024d / step.Sessions:F2}");

    private static string Text(FormattableString figure) => figure.ToString(CultureInfo.InvariantCulture);
}
