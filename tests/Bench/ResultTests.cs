using HdrHistogram;

namespace SessionGrains.Bench.Tests;

public sealed class ResultTests
{
    [Theory]
    [InlineData(new[] { 3.0, 1, 2 }, 2)]
    [InlineData(new[] { 4.0, 1, 2, 3 }, 2.5)]
    [InlineData(new[] { 7.0 }, 7)]
    public void A_median_is_the_middle_one_or_the_mean_of_both(double[] values, double median) => Assert.Equal(median, Medians.Median(values));

    [Fact]
    public void A_ratio_is_of_the_same_round_and_work()
    {
        // The machine was three times slower in round 2: that cancels out.
        Sample[] samples =
        [
            Of("floor", "ping", 1, 10), Of("ours-memory", "ping", 1, 20), Of("floor", "ping", 2, 30), Of("ours-memory", "ping", 2, 60),
            Of("floor", "mix", 1, 1), Of("ours-memory", "mix", 1, 99), Of("ours-memory", "ping", 3, 500),
        ];

        Assert.Equal(2, Medians.Ratio(samples, "ping", "ours-memory", "floor"));
        Assert.Null(Medians.Ratio(samples, "ping", "ours-memory", "rival-always"));
    }

    [Fact]
    public void A_line_has_the_medians_of_its_rounds_by_role()
    {
        var line = Assert.Single(Medians.Costs([Of("cluster-1-silo", "ping", 1, 10), Of("cluster-1-silo", "ping", 2, 14), Of("cluster-1-silo", "ping", 3, 90)]));

        Assert.Equal(14, line.Cost);
        Assert.Equal(14, line.CostByRole["api"]);
        Assert.Null(line.ToFloor);
    }

    [Theory]
    [InlineData(20, "yes")]
    [InlineData(30, "NO")]
    public void A_target_is_met_or_not(double cost, string met)
    {
        var tables = ResultTables.Of(Result(Of("floor", "ping", 1, 10), Of("ours-redis-always", "ping", 1, cost)));

        var target = tables.Single(static table => table.Title == "targets").Rows.First(static row => row[1] == "≤ 2.4 × floor");
        Assert.Equal(met, target[3]);
    }

    [Fact]
    public void Every_fifth_ping_at_transitions_is_priced_as_a_stored_one()
    {
        var judged = Targets.Judge(Result(Of("floor", "ping", 1, 10), Of("ours-sqlite", "ping", 1, 30), Of("ours-sqlite-transitions", "ping", 1, 12)));

        var target = Assert.Single(judged, static target => target.Limit == "≤ 1.4 × floor");
        Assert.StartsWith("1.56 ×", target.Measured, StringComparison.Ordinal);
        Assert.False(target.IsMet);
    }

    [Fact]
    public void What_was_not_measured_is_not_judged() => Assert.Empty(Targets.Judge(Result(Of("floor", "ping", 1, 10))));

    [Fact]
    public void Memory_and_growth_are_judged_at_the_most_sessions()
    {
        var result = Result() with { Growth = [Step(10_000, 20, 1, 1), Step(1_000_000, 25, 1.3, 3.5)] };

        var judged = Targets.Judge(result);

        Assert.Equal(["1.30 ×", "3.50 KB", "3.50 KB"], judged.Select(static target => target.Measured));
        Assert.Equal([false, false, true], judged.Select(static target => target.IsMet));
    }

    [Fact]
    public void The_page_has_all_tables_in_Markdown()
    {
        var page = MarkdownPage.Of(Result(Of("floor", "ping", 1, 10), Of("ours-redis-always", "ping", 1, 21.26)));

        Assert.Contains("| ours-redis-always | 21.3 | api 21.3 | 2.13 | – |", page, StringComparison.Ordinal);
        Assert.Contains("| ping, EveryEvent, Redis always | ≤ 2.4 × floor | 2.13 × | yes |", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_gets_the_figures_between_its_marks()
    {
        const string page = "# Costs\n<!-- figures: written by bench/Cost --page -->\nold\n<!-- end of figures -->\nafter\n";

        Assert.Equal("# Costs\n<!-- figures: written by bench/Cost --page -->\n\nnew\n\n<!-- end of figures -->\nafter\n", PublishedPage.With(page, "\nnew\n"));
        Assert.Throws<InvalidOperationException>(() => PublishedPage.With("# Costs", "new"));
    }

    [Fact]
    public void A_viewer_costs_what_its_requests_do_with_the_share_of_pings_that_is_stored()
    {
        var load = new ViewerLoad(Medians.Costs(
        [
            Of("ours-redis-always", "ping", 1, 60), Of("ours-redis-always-transitions", "ping", 1, 20), Of("ours-redis-always-transitions", "mix", 1, 30),
        ]));
        var subject = SubjectCatalogue.Select(["ours-redis-always-transitions"])[0];

        // In an ad a ping a second, every fiftieth stored: 20 + 40/50. Else 402 requests an hour, 360 of them pings, every fifth stored.
        Assert.Equal(20.8, load.OfAd(subject)!["api"], 6);
        Assert.Equal(((402 * 30) + (360 * 40 / 5d)) / 3600, load.OfContent(subject)!["api"], 6);
        Assert.Null(load.OfContent(SubjectCatalogue.Select(["ours-redis-always"])[0]));
    }

    private static BenchResult Result(params Sample[] samples) =>
        new(new MachineDescription("commit", "day", "processor", "pinning", "runtime", "system", "redis", 0), BenchOptionsTests.Plan(), samples, [], []);

    private static Sample Of(string subject, string work, int round, double cost) =>
        new(subject, work, round, 1000, 1000, new Dictionary<string, double> { ["api"] = cost }, new LongHistogram(1000, 3));

    private static GrowthStep Step(int sessions, double cost, double toFewest, double kilobytes)
    {
        var bytes = (long)(kilobytes * 1024 * sessions);
        return new GrowthStep("ours-redis-always-transitions", sessions, TimeSpan.FromSeconds(1), 2 * cost, cost, toFewest, 1, bytes, bytes, bytes, 0);
    }
}
