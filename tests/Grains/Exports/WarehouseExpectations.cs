namespace SessionGrains.Grains.Tests;

/// <summary>What each panel of the warehouse's dashboard has to show, computed from the sessions without a database.</summary>
internal static class WarehouseExpectations
{
    private const string NotSet = "not set";

    /// <summary>By the panel's title: its rows, in their order.</summary>
    /// <param name="all">All sessions that were exported.</param>
    /// <param name="from">The beginning of the range that is shown.</param>
    /// <param name="to">Its end, which belongs to it.</param>
    public static Dictionary<string, object?[][]> Of(IReadOnlyList<SessionView> all, DateTimeOffset from, DateTimeOffset to)
    {
        SessionView[] shown = [.. all.Where(session => session.ClosedAtMs >= from.ToUnixTimeMilliseconds() && session.ClosedAtMs <= to.ToUnixTimeMilliseconds())];
        return new(StringComparer.Ordinal)
        {
            ["Sessions"] = [[shown.Length]],
            ["Hours played"] = [[Hours(shown.Sum(static one => one.Metrics.ContentTimeSpentMs + one.Metrics.AdTimeSpentMs))]],
            ["Viewers"] = [[Viewers(shown)]],
            ["Dropped before start"] = [[Share(shown, static one => one.Metrics.DropBeforeStart)]],
            ["Buffering"] = [[Buffering(shown)]],
            ["Ads completed"] = [[(double)shown.Sum(static one => one.Metrics.AdCompletes) / shown.Sum(static one => one.Metrics.AdCount)]],
            ["Newest session"] = [[all.Max(static one => one.ClosedAtMs)]],
            ["Sessions by hour"] = ByHour(shown, static hour => [hour.Length]),
            ["Hours played by hour"] = ByHour(shown, static hour => [Hours(hour.Sum(static one => one.Metrics.ContentTimeSpentMs)), Hours(hour.Sum(static one => one.Metrics.AdTimeSpentMs))]),
            ["Time to start"] = ByHour([.. shown.Where(static one => one.Metrics.TimeToStartMs is not null)], static hour => [Percentile(hour, 0.5), Percentile(hour, 0.9), Percentile(hour, 0.99)]),
            ["Dropped before start by hour"] = ByHour(shown, static hour => [Share(hour, static one => one.Metrics.DropBeforeStart)]),
            ["Buffering by hour"] = ByHour(shown, static hour => [Buffering(hour)]),
            ["How far viewers came"] = [HowFar([.. shown.Where(static one => one.Metrics.ContentStart && one.LengthSeconds > 0)])],
            ["Top titles by day"] = [.. shown.GroupBy(static one => one.ClosedAtMs!.Value / 86_400_000).OrderByDescending(static day => day.Key).SelectMany(static day => TopTitles(day.Key, [.. day]))],
            ["Ad completion by advertiser"] = Advertisers(shown),
            ["Findings by code"] = Findings(shown),
            ["Sessions by player"] = Players(shown),
        };
    }

    private static object?[][] ByHour(SessionView[] sessions, Func<SessionView[], object?[]> values) =>
        [.. sessions.GroupBy(static one => one.ClosedAtMs!.Value / 3_600_000).OrderBy(static hour => hour.Key).Select(hour => (object?[])[hour.Key * 3600, .. values([.. hour])])];

    private static object?[] HowFar(SessionView[] sessions) =>
        [.. new[] { 10, 25, 50, 75, 95 }.Select(percent => (object?)Share(sessions, one => one.Metrics.ProgressMarkers.Contains(percent))), Share(sessions, static one => one.Metrics.ContentComplete)];

    private static IEnumerable<object?[]> TopTitles(long day, SessionView[] sessions) => sessions
        .GroupBy(static one => one.Param("media.name") ?? one.Param("media.id") ?? NotSet)
        .Select(static title => (Title: title.Key, Sessions: title.ToArray(), Ms: title.Sum(static one => one.Metrics.ContentTimeSpentMs)))
        .OrderByDescending(static title => title.Ms).ThenBy(static title => title.Title, StringComparer.Ordinal).Take(10)
        .Select(title => (object?[])[DateTime.UnixEpoch.AddDays(day), title.Title, title.Sessions.Length, Viewers(title.Sessions), Hours(title.Ms)]);

    private static object?[][] Advertisers(SessionView[] sessions) =>
    [
        .. sessions.SelectMany(static one => one.Metrics.Ads).Where(static ad => ad.Outcome != PlayOutcome.Open).GroupBy(static ad => ad.Advertiser ?? NotSet)
            .OrderByDescending(static ads => ads.Count()).ThenBy(static ads => ads.Key, StringComparer.Ordinal)
            .Select(static ads => (object?[])
            [
                ads.Key, ads.Count(), ads.Count(static ad => ad.Outcome == PlayOutcome.Completed), ads.Count(static ad => ad.Outcome == PlayOutcome.Skipped),
                ads.Average(static ad => ad.Outcome == PlayOutcome.Completed ? 1.0 : 0), Hours(ads.Sum(static ad => ad.TimePlayedMs)),
            ]),
    ];

    private static object?[][] Findings(SessionView[] sessions) =>
    [
        .. sessions.SelectMany(static one => one.Findings).GroupBy(static finding => finding.Code).OrderByDescending(static code => code.Count()).ThenBy(static code => code.Key, StringComparer.Ordinal)
            .Select(static code => (object?[])[code.Key, code.Count(), code.Sum(static finding => finding.Count)]),
    ];

    private static object?[][] Players(SessionView[] sessions) =>
    [
        .. sessions.GroupBy(static one => one.Param("media.playerName") ?? NotSet).OrderByDescending(static player => player.Count()).ThenBy(static player => player.Key, StringComparer.Ordinal)
            .Select(static player => (object?[])[player.Key, player.Count(), Share([.. player], static one => one.Metrics.ErrorEvents > 0), player.Average(static one => one.Metrics.AverageBitrate)]),
    ];

    private static int Viewers(SessionView[] sessions) => sessions.Select(static one => one.Param("analytics.visitorId")).OfType<string>().Distinct().Count();

    private static double Share(SessionView[] sessions, Func<SessionView, bool> isIn) => (double)sessions.Count(isIn) / sessions.Length;

    private static double? Buffering(SessionView[] sessions)
    {
        var (buffering, played) = (sessions.Sum(static one => one.Metrics.TotalBufferDurationMs), sessions.Sum(static one => one.Metrics.ContentTimeSpentMs + one.Metrics.AdTimeSpentMs));
        return buffering + played == 0 ? null : (double)buffering / (buffering + played);
    }

    /// <summary>Seconds, between the two nearest values.</summary>
    private static double Percentile(SessionView[] sessions, double share)
    {
        double[] sorted = [.. sessions.Select(static one => one.Metrics.TimeToStartMs!.Value / 1000).Order()];
        var place = share * (sorted.Length - 1);
        var (below, above) = (sorted[(int)Math.Floor(place)], sorted[(int)Math.Ceiling(place)]);
        return below + ((above - below) * (place - Math.Floor(place)));
    }

    private static double Hours(long milliseconds) => milliseconds / 3_600_000.0;
}
