namespace SessionGrains.PowerLoss.Tests;

/// <summary>Where a power loss strikes, and what it leaves.</summary>
/// <param name="Line">Of the trace: the last one that happened.</param>
internal readonly record struct Crash(int Line, LossKind Kind, int Seed)
{
    public override string ToString() => $"line {Line}, {Kind}, seed {Seed}";
}

internal static class CrashPlan
{
    /// <summary>
    /// So many crashes, in the order of the trace: the half of them prefixes (every prefix if there is room), the others spread over what else a
    /// power loss does. Each place is one right after an operation, or one right after an answer, when most is promised and least is synced.
    /// </summary>
    public static List<Crash> Of(DiskLog log, IReadOnlyCollection<int> answers, int seed, int count)
    {
        var random = new Random(seed);
        var operations = log.Operations.Select(static one => one.Begun).Distinct().ToArray();
        var places = operations.Concat(answers).Distinct().ToArray();
        var prefixes = operations.Length <= count / 2 ? operations : Sample(operations, count / 2, random);
        var crashes = prefixes.Select(line => new Crash(line, LossKind.KeepsAll, 0)).ToList();
        LossKind[] kinds = [LossKind.KeepsNothing, LossKind.TearsLast, LossKind.Scatters512, LossKind.Scatters4096];
        for (var i = 0; crashes.Count < count; i++)
            crashes.Add(new Crash(places[random.Next(places.Length)], kinds[i % kinds.Length], random.Next()));
        return [.. crashes.OrderBy(static one => one.Line)];
    }

    /// <summary>One of each stretch of equal length, so that nothing of the run is left out for long.</summary>
    private static int[] Sample(int[] lines, int count, Random random) =>
        [.. Enumerable.Range(0, count).Select(i => lines[(int)(((long)i * lines.Length / count) + random.Next(Math.Max(1, lines.Length / count)))])];
}
