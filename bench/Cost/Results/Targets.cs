namespace SessionGrains.Bench.Cost;

/// <summary>What a line has to be, and what it is.</summary>
internal sealed record Target(string What, string Limit, string Measured, bool IsMet);

/// <summary>The costs that this service has to keep. Only what was measured is judged.</summary>
internal static class Targets
{
    private const string Redis = "ours-redis-always";
    private const string Sqlite = "ours-sqlite";
    private const string Later = "-transitions";

    public static IReadOnlyList<Target> Judge(BenchResult result)
    {
        var ofRun = new Of(result);
        IEnumerable<Target?> all =
        [
            ofRun.StoredLater("ping, Transitions, Redis, every fifth ping stored", Redis, 1.4),
            ofRun.StoredLater("ping, Transitions, Sqlite, every fifth ping stored", Sqlite, 1.4),
            ofRun.Ratio("ping, EveryEvent, Redis always", WorkNames.Ping, Redis, Subject.Floor, "floor", 2.4),
            ofRun.Ratio("ping, EveryEvent, Redis always", WorkNames.Ping, Redis, "rival-always", "rival", 0.75),
            ofRun.Ratio("create, EveryEvent, Redis always", WorkNames.Create, Redis, Subject.Floor, "floor", 5),
            ofRun.Ratio("viewer-hour mix, EveryEvent, Redis always", WorkNames.Mix, Redis, "rival-always", "rival", 0.75),
            ofRun.Ratio("ping, our Redis store, always", WorkNames.Ping, Redis, "orleans-redis-always", "OrleansRedis", 0.6),
            ofRun.Ratio("ping, our Redis store, everysec", WorkNames.Ping, "ours-redis-everysec", "orleans-redis-everysec", "OrleansRedis", 0.6),
            ofRun.Ratio("ping, front door and one silo, Redis always", WorkNames.Ping, "cluster-1-silo", Redis, "embedded", 1.5),
            ofRun.Growth(1.2),
            ofRun.Memory("managed memory of a live session", 3, static step => step.HeapBytes),
            ofRun.Memory("resident memory of a live session, everything included", 4.5, static step => step.ResidentBytes),
            ofRun.Time("p99 of a ping at 70 % of saturation, EveryEvent, Redis always", 10),
            ofRun.Allocated("allocated per ping, EveryEvent, Redis always", 4),
        ];
        return [.. all.OfType<Target>()];
    }

    private static string Text(FormattableString figure) => figure.ToString(CultureInfo.InvariantCulture);

    private sealed class Of(BenchResult result)
    {
        public Target? Ratio(string what, string work, string subject, string other, string name, double most) => Medians.Ratio(result.Samples, work, subject, other) is { } ratio
            ? new Target(what, Text($"≤ {most:0.##} × {name}"), Text($"{ratio:F2} ×"), ratio <= most)
            : null;

        /// <summary>Of the rounds' pings none was stored: a fifth of them is priced as at EveryEvent.</summary>
        public Target? StoredLater(string what, string subject, double most)
        {
            if (Medians.Ratio(result.Samples, WorkNames.Ping, subject + Later, Subject.Floor) is not { } unstored
                || Medians.Ratio(result.Samples, WorkNames.Ping, subject, Subject.Floor) is not { } stored)
                return null;

            var ratio = ((1 - ViewerLoad.StoredOfContentPings) * unstored) + (ViewerLoad.StoredOfContentPings * stored);
            return new Target(what, Text($"≤ {most:0.##} × floor"), Text($"{ratio:F2} × (one that is not stored {unstored:F2} ×)"), ratio <= most);
        }

        public Target? Growth(double most)
        {
            if (result.Growth.Count < 2)
                return null;

            var (first, last) = (result.Growth[0], result.Growth[^1]);
            return new Target(Text($"ping at {last.Sessions:N0} live sessions, Transitions"), Text($"≤ {most:0.##} × at {first.Sessions:N0}"), Text($"{last.ToFewest:F2} ×"), last.ToFewest <= most);
        }

        public Target? Memory(string what, double mostKilobytes, Func<GrowthStep, long> bytes)
        {
            if (result.Growth.Count == 0)
                return null;

            var last = result.Growth[^1];
            var kilobytes = bytes(last) / 1024d / last.Sessions;
            return new Target(Text($"{what}, at {last.Sessions:N0}"), Text($"≤ {mostKilobytes:0.##} KB"), Text($"{kilobytes:F2} KB"), kilobytes <= mostKilobytes);
        }

        public Target? Time(string what, double mostMilliseconds) =>
            result.Latencies.FirstOrDefault(static line => line is { Subject: Redis, Work: WorkNames.PingAt70 }) is { } line
                ? new Target(what, Text($"≤ {mostMilliseconds:0.##} ms"), Text($"{line.P99:F2} ms"), line.P99 <= mostMilliseconds)
                : null;

        public Target? Allocated(string what, double mostKilobytes) =>
            result.Costs.FirstOrDefault(static line => line is { Subject: Redis, Work: WorkNames.Ping }) is { } line
                ? new Target(what, Text($"≤ {mostKilobytes:0.##} KB"), Text($"{line.AllocatedBytes / 1024:F2} KB"), line.AllocatedBytes <= mostKilobytes * 1024)
                : null;
    }
}
