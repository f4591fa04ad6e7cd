namespace SessionGrains.Bench.Cost;

/// <summary>A limit and whether it was kept: <c>yes</c>, <c>NO</c> or <c>not resolved</c>.</summary>
internal sealed record Target(string What, string Limit, string Measured, string Met);

/// <summary>The limits of this service's costs. Only what was measured is judged.</summary>
internal static class Targets
{
    private const string Redis = "ours-redis-always";

    public static IReadOnlyList<Target> Judge(BenchResult result)
    {
        var ofRun = new Of(result);
        IEnumerable<Target?> all =
        [
            ofRun.Ratio("ping as deployed, three nodes, EveryEvent", WorkNames.Ping, "nodes-3-deployed", "cluster-3-silos-nginx", "front door and silos behind nginx", 0.45),
            ofRun.Ratio("ping as deployed, three nodes, EveryEvent", WorkNames.Ping, "nodes-3-deployed", "rival-always-deployed", "rival", 1.15),
            ofRun.StoredLater("ping as deployed, three nodes, Transitions, every fifth ping stored", "nodes-3-deployed", "nodes-3-transitions-deployed", "rival-always-deployed", "rival", 0.7),
            ofRun.Ratio("ping, three nodes, EveryEvent, no front", WorkNames.Ping, "nodes-3", Redis, "one process", 1.7),
            ofRun.Ratio("ping as deployed, three nodes, EveryEvent", WorkNames.Ping, "nodes-3-deployed", "ours-redis-always-deployed", "one process", 1.3),
            ofRun.StoredLater("ping, Transitions, Redis, every fifth ping stored", Redis, Redis + "-transitions", Subject.Floor, "floor", 1.4),
            ofRun.Ratio("ping, EveryEvent, Redis always", WorkNames.Ping, Redis, Subject.Floor, "floor", 2.4),
            ofRun.Ratio("ping, EveryEvent, Redis always", WorkNames.Ping, Redis, "rival-always", "rival", 0.75),
            ofRun.Doors("ping through Media Edge, EveryEvent, Redis always", Redis, 1.2),
            ofRun.Ratio("create, EveryEvent, Redis always", WorkNames.Create, Redis, Subject.Floor, "floor", 5),
            ofRun.Ratio("ping, our Redis store, always", WorkNames.Ping, Redis, "orleans-redis-always", "OrleansRedis", 0.6),
            ofRun.Ratio("ping, front door and one silo, Redis always", WorkNames.Ping, "cluster-1-silo", Redis, "embedded", 1.5),
            ofRun.Memory("resident memory of a live session, everything included", 4.5),
            ofRun.Allocated("allocated per ping, EveryEvent, Redis always", 4),
            .. ofRun.Cold(0.8, 8),
        ];
        return [.. all.OfType<Target>()];
    }

    private static string Text(FormattableString figure) => figure.ToString(CultureInfo.InvariantCulture);

    /// <summary>Decided only if the whole spread is on one side of the limit. One launch has no spread, so it decides nothing.</summary>
    private static Target? Judge(string what, Figure? measured, double most, string unit, string unitOfLimit) => measured is null ? null : new Target(
        what, Text($"≤ {most:0.##} {unitOfLimit}"), $"{measured.Text("F2")} {unit}",
        measured.Launches > 1 && measured.Most <= most ? "yes" : measured.Launches > 1 && measured.Least > most ? "NO" : "not resolved");

    /// <summary>As <see cref="Judge(string, Figure, double, string, string)"/>, with a limit that must be reached.</summary>
    private static Target? JudgeLeast(string what, Figure? measured, double least, string unit) => measured is null ? null : new Target(
        what, Text($"≥ {least:0.##} {unit}"), $"{measured.Text("F2")} {unit}",
        measured.Launches > 1 && measured.Least >= least ? "yes" : measured.Launches > 1 && measured.Most < least ? "NO" : "not resolved");

    private sealed class Of(BenchResult result)
    {
        public IEnumerable<Target?> Cold(double leastRatio, double mostSeconds)
        {
            foreach (var subject in result.ColdStarts.GroupBy(static start => start.Subject))
            {
                foreach (var work in subject.GroupBy(static start => start.Work))
                    yield return JudgeLeast($"{work.Key} in the first 5 s after ready, {subject.Key}", ColdStart.Over(work, static start => start.Ratio), leastRatio, "of its lasting rate");

                yield return Judge($"start to ready, {subject.Key}", ColdStart.Over(subject, static start => start.ReadySeconds), mostSeconds, "s", "s");
            }
        }

        public Target? Ratio(string what, string work, string subject, string other, string name, double most) =>
            Judge(what, Medians.Ratio(result.Samples, work, subject, other), most, "×", $"× {name}");

        /// <summary>Both in the same process.</summary>
        public Target? Doors(string what, string subject, double most) =>
            Judge(what, Medians.RatioOfWorks(result.Samples, subject, WorkNames.EdgePing, WorkNames.Ping), most, "×", "× Media Collection");

        /// <summary>No measured ping was stored, so a fifth of them is priced as at EveryEvent.</summary>
        public Target? StoredLater(string what, string stored, string later, string other, string name, double most) => Judge(
            what,
            Figure.Over(result.Samples, launch =>
                ((1 - ViewerLoad.StoredOfContentPings) * Medians.RatioOfLaunch(launch, WorkNames.Ping, later, other))
                + (ViewerLoad.StoredOfContentPings * Medians.RatioOfLaunch(launch, WorkNames.Ping, stored, other))),
            most, "×", $"× {name}");

        /// <summary>Measured once per run.</summary>
        public Target? Memory(string what, double mostKilobytes)
        {
            if (result.Growth.Count == 0)
                return null;

            var last = result.Growth[^1];
            var kilobytes = last.ResidentBytes / 1024d / last.Sessions;
            return new Target(Text($"{what}, at {last.Sessions:N0}"), Text($"≤ {mostKilobytes:0.##} KB"), Text($"{kilobytes:F2} KB"), kilobytes <= mostKilobytes ? "yes" : "NO");
        }

        public Target? Allocated(string what, double mostKilobytes) =>
            Judge(what, result.Costs.FirstOrDefault(static line => line is { Subject: Redis, Work: WorkNames.Ping })?.AllocatedKilobytes, mostKilobytes, "KB", "KB");
    }
}
