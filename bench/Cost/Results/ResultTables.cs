namespace SessionGrains.Bench.Cost;

/// <summary>What was measured as tables; the last says which targets are met.</summary>
internal static class ResultTables
{
    private static readonly (string Name, string Subject)[] AsDeployed =
    [
        ("one process, EveryEvent", "ours-redis-always-deployed"),
        ("one process, Transitions, every fifth ping stored", "ours-redis-always-transitions-deployed"),
        ("three nodes, EveryEvent", "nodes-3-deployed"),
        ("three nodes, Transitions, every fifth ping stored", "nodes-3-transitions-deployed"),
        ("front door and three silos, EveryEvent", "cluster-3-silos-deployed"),
        ("stateless service on Redis", "rival-always-deployed"),
        ("bare web server", "floor-deployed"),
    ];

    private static readonly (string Name, string Subject)[] WithoutFront =
    [
        ("bare web server (floor)", Subject.Floor),
        ("stateless service on Redis (rival-always)", "rival-always"),
        ("one process, EveryEvent", "ours-redis-always"),
        ("one process, Transitions, every fifth ping stored", "ours-redis-always-transitions"),
        ("three nodes, EveryEvent", "nodes-3"),
        ("three nodes, Transitions, every fifth ping stored", "nodes-3-transitions"),
        ("front door and three silos, EveryEvent", "cluster-3-silos"),
        ("front door and three silos, Transitions, every fifth ping stored", "cluster-3-silos-transitions"),
    ];

    public static IEnumerable<TextTable> Of(BenchResult result)
    {
        IEnumerable<TextTable> all =
        [
            Asked("as deployed, behind the front of docker-compose: processor time per request in µs, all processes, Redis always", AsDeployed, result),
            Asked("without a front: processor time per request in µs, all processes, Redis always", WithoutFront, result),
            .. result.Costs.GroupBy(static line => line.Work).Select(static work => Costs(work.Key, [.. work])),
            Ratios("control: the same build twice", "× the original", result, static subject => (subject + Subject.Control, subject)),
            Doors(result),
            Ratios("processor time against the other build", "× before", result, static subject => (subject, subject + Subject.Earlier)),
            .. result.Latencies.GroupBy(static line => line.Work).Select(static work => Latencies(work.Key, [.. work])),
            Cold(result.ColdStarts),
            .. result.Growth.GroupBy(static step => step.Subject).Select(static steps => Growth([.. steps])),
            Sizing.Of(result),
            Judged(Targets.Judge(result)),
        ];
        return all.Where(static table => table.Rows.Count > 0);
    }

    private static TextTable Asked(string title, IEnumerable<(string Name, string Subject)> subjects, BenchResult result) => new(
        title,
        ["subject", .. WorkNames.OfEverybody],
        [
            .. subjects.Select(row => (IReadOnlyList<string>)
            [
                row.Name, .. WorkNames.OfEverybody.Select(work => Text(Figure.Over(result.Samples, launch => ViewerLoad.OfRequest(launch, SubjectCatalogue.Of(row.Subject), work)), "F1")),
            ]).Where(static cells => cells.Skip(1).Any(static cell => cell.Length > 0)),
        ]);

    private static TextTable Costs(string work, IReadOnlyList<CostLine> lines) => new(
        $"{work}: processor time per request",
        ["subject", "µs", "of which", "× floor", "× rival", "per second", "KB allocated"],
        [.. lines.Select(static line => (IReadOnlyList<string>)
        [
            line.Subject, line.Cost.Text("F1"), string.Join(", ", line.CostByRole.Select(static role => $"{role.Key} {role.Value.Text("F1")}")),
            Text(line.ToFloor, "F2"), Text(line.ToRival, "F2"), line.PerSecond.Text("N0"), line.AllocatedKilobytes.Text("F1"),
        ])]);

    private static TextTable Ratios(string title, string column, BenchResult result, Func<string, (string Subject, string Other)> pair) => new(
        title,
        ["subject", "work", column],
        [
            .. from line in result.Costs
               let ratio = Medians.Ratio(result.Samples, line.Work, pair(line.Subject).Subject, pair(line.Subject).Other)
               where ratio is not null
               select (IReadOnlyList<string>)[line.Subject, line.Work, ratio.Text("F3")],
        ]);

    private static TextTable Doors(BenchResult result) => new(
        "a ping through Media Edge against one through Media Collection, in the same process",
        ["subject", $"× {WorkNames.Ping}"],
        [
            .. from line in result.Costs
               where line.Work == WorkNames.EdgePing
               let ratio = Medians.RatioOfWorks(result.Samples, line.Subject, WorkNames.EdgePing, WorkNames.Ping)
               where ratio is not null
               select (IReadOnlyList<string>)[line.Subject, ratio.Text("F3")],
        ]);

    private static TextTable Latencies(string work, IReadOnlyList<LatencyLine> lines) => new(
        $"{work}: milliseconds from when it was due to its answer",
        ["subject", "per second", "p50", "p99", "p99.9", "processor µs"],
        [.. lines.Select(static line => (IReadOnlyList<string>)[line.Subject, Text($"{line.PerSecond:N0}"), Text($"{line.P50:F2}"), Text($"{line.P99:F2}"), Text($"{line.P999:F2}"), Text($"{line.Cost:F1}")])]);

    private static TextTable Cold(IReadOnlyList<ColdStart> starts) => new(
        "a fresh process, saturated as soon as it is ready",
        ["subject", "work", "s to ready", "per second in the first 5 s", "per second when warm", "first to warm"],
        [.. starts.GroupBy(static start => (start.Subject, start.Work)).Select(static launches => (IReadOnlyList<string>)
        [
            launches.Key.Subject, launches.Key.Work, Text(ColdStart.Over(launches, static start => start.ReadySeconds), "F1"), Text(ColdStart.Over(launches, static start => start.FirstPerSecond), "N0"),
            Text(ColdStart.Over(launches, static start => start.LastingPerSecond), "N0"), Text(ColdStart.Over(launches, static start => start.Ratio), "F2"),
        ])]);

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
        [.. targets.Select(static target => (IReadOnlyList<string>)[target.What, target.Limit, target.Measured, target.Met])]);

    private static string Each(GrowthStep step, long bytes) => Text($"{bytes / 1024d / step.Sessions:F2}");

    private static string Text(Figure? figure, string format) => figure?.Text(format) ?? "";

    private static string Text(FormattableString figure) => figure.ToString(CultureInfo.InvariantCulture);
}
