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

        Assert.Equal(2, Medians.Ratio(samples, "ping", "ours-memory", "floor")!.Median);
        Assert.Null(Medians.Ratio(samples, "ping", "ours-memory", "rival-always"));
    }

    [Fact]
    public void A_line_has_the_medians_of_its_rounds_by_role()
    {
        var line = Assert.Single(Medians.Costs([Of("cluster-1-silo", "ping", 1, 10), Of("cluster-1-silo", "ping", 2, 14), Of("cluster-1-silo", "ping", 3, 90)]));

        Assert.Equal(14, line.Cost.Median);
        Assert.Equal(14, line.CostByRole["api"].Median);
        Assert.Null(line.ToFloor);
    }

    [Fact]
    public void A_figure_is_the_median_of_the_launches_with_their_spread()
    {
        // The medians of the launches are 20, 22 and 30; the one round of 90 changes nothing. The machine of launch 3 was slower for both.
        Sample[] samples =
        [
            Of("floor", "ping", 1, 10), Of("ours-memory", "ping", 1, 20), Of("floor", "ping", 2, 10), Of("ours-memory", "ping", 2, 20), Of("floor", "ping", 3, 10), Of("ours-memory", "ping", 3, 90),
            Of("floor", "ping", 1, 10, launch: 2), Of("ours-memory", "ping", 1, 22, launch: 2), Of("floor", "ping", 1, 15, launch: 3), Of("ours-memory", "ping", 1, 30, launch: 3),
        ];

        var line = Medians.Costs(samples).Single(static line => line.Subject == "ours-memory");

        Assert.Equal("22.0 (20.0 to 30.0)", line.Cost.Text("F1"));
        Assert.Equal("2.00 (2.00 to 2.20)", line.ToFloor!.Text("F2"));
    }

    [Fact]
    public void The_control_is_compared_with_its_original()
    {
        var tables = ResultTables.Of(Result(
        [
            Of("ours-memory", "ping", 1, 20), Of("ours-memory-control", "ping", 1, 21), Of("ours-memory", "ping", 1, 20, launch: 2), Of("ours-memory-control", "ping", 1, 19, launch: 2),
        ]));

        var control = Assert.Single(tables, static table => table.Title == "control: the same build twice");
        Assert.Equal(["ours-memory", "ping", "1.000 (0.950 to 1.050)"], Assert.Single(control.Rows));
    }

    [Theory]
    [InlineData("yes", 20.0, 23.9)]
    [InlineData("not resolved", 20.0, 24.1)]
    [InlineData("not resolved", 23.9, 30.0)]
    [InlineData("NO", 24.1, 30.0)]
    [InlineData("not resolved", 20.0)]
    [InlineData("not resolved", 30.0)]
    public void A_target_is_decided_if_all_of_several_launches_agree(string met, params double[] costs)
    {
        var tables = ResultTables.Of(Result([.. costs.Index().SelectMany(static launch =>
            new[] { Of("floor", "ping", 1, 10, launch.Index + 1), Of("ours-redis-always", "ping", 1, launch.Item, launch.Index + 1) })]));

        var target = tables.Single(static table => table.Title == "targets").Rows.First(static row => row[1] == "≤ 2.4 × floor");
        Assert.Equal(met, target[3]);
    }

    [Theory]
    [InlineData("yes", 11.0, 11.9)]
    [InlineData("NO", 12.1, 13.0)]
    [InlineData("not resolved", 11.0, 13.0)]
    public void A_ping_through_Media_Edge_is_judged_by_one_through_the_other_API_in_the_same_process(string met, params double[] costs)
    {
        var result = Result([.. costs.Index().SelectMany(static launch => new[]
        {
            Of("ours-redis-always", "ping", 1, 10, launch.Index + 1), Of("ours-redis-always", "ping-edge", 1, launch.Item, launch.Index + 1),
            Of("ours-redis-always-control", "ping", 1, 100, launch.Index + 1), Of("ours-redis-always-control", "ping-edge", 1, 110, launch.Index + 1),
        })]);

        Assert.Equal(met, Assert.Single(Targets.Judge(result), static target => target.Limit == "≤ 1.2 × Media Collection").Met);
        var doors = Assert.Single(ResultTables.Of(result), static table => table.Title.StartsWith("a ping through Media Edge", StringComparison.Ordinal));
        Assert.Equal(["ours-redis-always", "ours-redis-always-control"], doors.Rows.Select(static row => row[0]));
        Assert.Equal("1.100 (1.100 to 1.100)", doors.Rows[1][1]);
    }

    [Fact]
    public void Every_fifth_ping_at_transitions_is_priced_as_a_stored_one()
    {
        var result = Result(Of("floor", "ping", 1, 10), Of("ours-redis-always", "ping", 1, 30), Of("ours-redis-always-transitions", "ping", 1, 12));

        Assert.Equal("1.56 ×", Assert.Single(Targets.Judge(result), static target => target.Limit == "≤ 1.4 × floor").Measured);
        Assert.Equal(
            [["bare web server (floor)", "", "10.0", ""], ["one process, EveryEvent", "", "30.0", ""], ["one process, Transitions, every fifth ping stored", "", "15.6", ""]],
            ResultTables.Of(result).First().Rows);
    }

    [Fact]
    public void What_was_not_measured_is_not_judged() => Assert.Empty(Targets.Judge(Result(Of("floor", "ping", 1, 10))));

    [Fact]
    public void Memory_is_judged_at_the_most_sessions()
    {
        var result = Result() with { Growth = [Step(10_000, 20, 1, 1), Step(1_000_000, 25, 1.3, 3.5)] };

        var target = Assert.Single(Targets.Judge(result));
        Assert.Equal(("3.50 KB", "yes"), (target.Measured, target.Met));
    }

    [Theory]
    [InlineData("yes", 0.8, 0.9)]
    [InlineData("NO", 0.7, 0.79)]
    [InlineData("not resolved", 0.7, 0.9)]
    public void A_fresh_process_is_judged_by_the_share_of_its_lasting_rate(string met, params double[] ratios)
    {
        var result = Result() with { ColdStarts = [.. ratios.Index().Select(static launch => new ColdStart("ours-memory", "ping", launch.Index + 1, 6, launch.Item * 1000, 1000))] };

        Assert.Equal([met, "yes"], Targets.Judge(result).Select(static target => target.Met));
    }

    [Fact]
    public void The_page_has_all_tables_in_Markdown()
    {
        var page = MarkdownPage.Of(Result(Of("floor", "ping", 1, 10), Of("ours-redis-always", "ping", 1, 21.26)));

        Assert.Contains("| ours-redis-always | 21.3 | api 21.3 | 2.13 | – |", page, StringComparison.Ordinal);
        Assert.Contains("| ping, EveryEvent, Redis always | ≤ 2.4 × floor | 2.13 × | not resolved |", page, StringComparison.Ordinal);
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
        Sample[] launch = [Of("ours-redis-always", "ping", 1, 60), Of("ours-redis-always-transitions", "ping", 1, 20), Of("ours-redis-always-transitions", "mix", 1, 30)];
        var subject = SubjectCatalogue.Select(["ours-redis-always-transitions"])[0];

        // In an ad a ping a second, every fiftieth stored: 20 + 40/50. Else 402 requests an hour, 360 of them pings, every fifth stored.
        Assert.Equal(20.8, ViewerLoad.OfAd(launch, subject)!.Value, 6);
        Assert.Equal(((402 * 30) + (360 * 40 / 5d)) / 3600, ViewerLoad.OfContent(launch, subject)!.Value, 6);
        Assert.Null(ViewerLoad.OfContent(launch, SubjectCatalogue.Select(["ours-redis-always"])[0]));
    }

    private static BenchResult Result(params Sample[] samples) =>
        new(new MachineDescription("commit", "day", "processor", "pinning", "runtime", "system", "redis", 0), BenchOptionsTests.Plan(), samples, [], []);

    private static Sample Of(string subject, string work, int round, double cost, int launch = 1) =>
        new(subject, work, round, 1000, 1000, new Dictionary<string, double> { ["api"] = cost }, new LongHistogram(1000, 3)) { Launch = launch };

    private static GrowthStep Step(int sessions, double cost, double toFewest, double kilobytes)
    {
        var bytes = (long)(kilobytes * 1024 * sessions);
        return new GrowthStep("ours-redis-always-transitions", sessions, TimeSpan.FromSeconds(1), 2 * cost, cost, toFewest, 1, bytes, bytes, bytes, 0);
    }
}
