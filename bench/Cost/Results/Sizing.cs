namespace SessionGrains.Bench.Cost;

/// <summary>What an audience needs, computed from the figures of the run.</summary>
internal static class Sizing
{
    /// <summary>Cores are planned to be that busy: the rest is for peaks, and for a part that fails.</summary>
    private const double Busy = 0.6;

    private const double MicrosecondsOfCore = 1_000_000 * Busy;
    private const double LargestAudience = 65_000_000;

    /// <summary>An append-only file that is rewritten needs up to as much memory again.</summary>
    private const int RedisRoom = 2;

    public static IEnumerable<TextTable> Of(BenchResult result)
    {
        var load = new ViewerLoad(result.Costs);
        var cores = Cores(load).ToList();
        if (cores.Count > 0)
            yield return new TextTable(Text($"sizing: viewers of one core that is {Busy:P0} busy"), ["subject", "content, ping every 10 s", "ad, ping every second"], cores);

        var audience = Audience(load, result).ToList();
        if (audience.Count > 0)
        {
            yield return new TextTable(
                Text($"sizing: {LargestAudience:N0} viewers at once"),
                ["what they see", "requests per second", "front door cores", "silo cores", "Redis shards", "silo memory TB", "Redis memory TB"],
                audience);
        }
    }

    private static IEnumerable<IReadOnlyList<string>> Cores(ViewerLoad load)
    {
        foreach (var subject in SubjectCatalogue.All.Where(static subject => subject.Kind is SubjectKind.Embedded or SubjectKind.Cluster && subject.Store != "OrleansRedis"))
        {
            if (load.OfContent(subject) is { } content && load.OfAd(subject) is { } ad)
                yield return [subject.Name, Text($"{MicrosecondsOfCore / content.Values.Sum():N0}"), Text($"{MicrosecondsOfCore / ad.Values.Sum():N0}")];
        }
    }

    private static IEnumerable<IReadOnlyList<string>> Audience(ViewerLoad load, BenchResult result)
    {
        if (result.Growth.Count == 0)
            yield break;

        foreach (var subject in SubjectCatalogue.All.Where(static subject => subject.Silos == 3))
        {
            if (load.OfContent(subject) is { } content)
                yield return Row($"content, {subject.Durability}", content, ViewerLoad.ContentPerSecond);
            if (load.OfAd(subject) is { } ad)
                yield return Row($"all the same ad, {subject.Durability}", ad, ViewerLoad.AdPingsPerSecond);
        }

        IReadOnlyList<string> Row(string what, IReadOnlyDictionary<string, double> cost, double perSecond)
        {
            var most = result.Growth[^1];
            return
            [
                what, Text($"{LargestAudience * perSecond:N0}"), Count(cost["api"]), Count(cost["silo"] + (perSecond * SecondHop(result))), Count(cost["redis"]),
                Text($"{LargestAudience * most.AddedResidentBytes / most.Sessions / 1e12:F2}"), Text($"{RedisRoom * LargestAudience * most.RedisBytes / most.Sessions / 1e12:F2}"),
            ];
        }
    }

    /// <summary>
    /// µs. With three silos two of three requests reach another silo than the one that has the session; with many all do. Half of what three silos
    /// cost more than one comes on top.
    /// </summary>
    private static double SecondHop(BenchResult result)
    {
        return Silo("cluster-1-silo") is { } one && Silo("cluster-3-silos") is { } three ? Math.Max(0, three - one) / 2 : 0;

        double? Silo(string subject) => result.Costs.FirstOrDefault(line => line.Subject == subject && line.Work == WorkNames.Ping)?.CostByRole["silo"];
    }

    private static string Count(double microsecondsOfViewer) => Text($"{Math.Ceiling(LargestAudience * microsecondsOfViewer / MicrosecondsOfCore):N0}");

    private static string Text(FormattableString figure) => figure.ToString(CultureInfo.InvariantCulture);
}
