using System.CommandLine;

namespace SessionGrains.Bench.Tests;

public sealed class BenchOptionsTests
{
    internal static BenchPlan Plan(params string[] args) => Plan(hasRedis: true, args);

    private static BenchPlan Plan(bool hasRedis, params string[] args) => BenchOptions.Plan(BenchCommand.Create().Parse(args), hasRedis, static _ => true);

    [Fact]
    public void All_of_it_is_three_launches_of_five_rounds_of_every_subject_and_growth_to_a_million()
    {
        var plan = Plan();

        Assert.Equal(SubjectCatalogue.All, plan.Subjects.Where(static subject => subject.Name != "ours-memory-control"));
        Assert.Equal(3, plan.Launches);
        Assert.Equal(5, plan.Rounds);
        Assert.Equal([10_000, 100_000, 1_000_000], plan.Growth);
        Assert.True(plan.Sessions >= 20_000);
    }

    [Fact]
    public void Without_redis_the_rest_is_measured()
    {
        var plan = Plan(hasRedis: false);

        Assert.Equal(["floor", "floor-tuned", "ours-memory", "ours-memory-control", "ours-memory-transitions", "ours-sqlite", "ours-sqlite-transitions", "floor-deployed"], plan.Subjects.Select(static subject => subject.Name));
        Assert.Null(plan.Growing);
    }

    [Fact]
    public void Without_a_front_what_stands_behind_it_is_left_out()
    {
        var all = Plan().Subjects.Select(static subject => subject.Name);
        var without = BenchOptions.Plan(BenchCommand.Create().Parse([]), hasRedis: true, static kind => kind is FrontKind.None or FrontKind.Nginx).Subjects.Select(static subject => subject.Name);

        Assert.Equal(all.Where(static name => !name.EndsWith("-deployed", StringComparison.Ordinal) && name is not ("nodes-3-http" or "nodes-3-tcp")), without);
    }

    [Fact]
    public void A_name_that_is_none_stands_for_all_that_begin_with_it()
    {
        Assert.Equal(["floor", "rival-everysec", "rival-always", "rival-always-tuned", "ours-sqlite", "ours-sqlite-control", "rival-always-deployed"], Plan("--subjects", "rival,floor", "-s", "ours-sqlite").Subjects.Select(static subject => subject.Name));
    }

    [Fact]
    public void A_chosen_subject_is_measured_without_growth_and_times() => Assert.True(Plan("-s", "floor") is { Growth: [], LatencyRounds: 0 });

    [Fact]
    public void Fresh_processes_are_measured_in_a_full_run_or_when_asked_for()
    {
        Assert.Equal(["ours-redis-always", "ours-memory"], Plan().Cold.Select(static subject => subject.Name).OrderDescending());
        Assert.Empty(Plan("-s", "floor").Cold);
        Assert.Contains(Plan("-s", "floor", "--cold", "ours-sqlite").Cold, static subject => subject.Name == "ours-sqlite");
        Assert.True(Plan("--cold") is { Subjects: [], Growth: [], LatencyRounds: 0, Cold.Count: 2 });
        Assert.Equal(["ours-memory"], Plan(hasRedis: false, "--cold").Cold.Select(static subject => subject.Name));
    }

    [Fact]
    public void Another_build_is_measured_beside_every_subject_of_ours()
    {
        var plan = Plan("-s", "floor,ours-sqlite-transitions", "--before", AppContext.BaseDirectory, "-e", "A=b=c");

        Assert.Equal(["floor", "ours-sqlite-transitions", "ours-sqlite-transitions-control", "ours-sqlite-transitions-before"], plan.Subjects.Select(static subject => subject.Name));
        Assert.Equal("ours-sqlite-before", plan.Subjects[3].Storing);
        Assert.Equal("b=c", plan.Environment["A"]);
    }

    [Fact]
    public void The_control_is_the_first_subject_of_ours_from_the_same_build()
    {
        var plan = Plan("-s", "floor,ours-redis-always,cluster-3-silos");

        Assert.Equal(["floor", "ours-redis-always", "ours-redis-always-control", "cluster-3-silos"], plan.Subjects.Select(static subject => subject.Name));
        Assert.Equal(plan.Subjects[1], plan.Subjects[2] with { Name = "ours-redis-always" });
        Assert.Equal(["floor", "rival-always"], Plan("-s", "floor,rival-always").Subjects.Select(static subject => subject.Name));
    }

    [Fact]
    public void Every_second_launch_has_the_reverse_order()
    {
        var plan = Plan("-s", "floor,rival-always");

        Assert.Equal(["floor", "rival-always"], plan.InOrderOf(1).Select(static subject => subject.Name));
        Assert.Equal(["rival-always", "floor"], plan.InOrderOf(2).Select(static subject => subject.Name));
        Assert.Equal(["floor", "rival-always"], plan.InOrderOf(3).Select(static subject => subject.Name));
    }

    [Theory]
    [InlineData("There is no subject 'flor'", "-s", "flor")]
    [InlineData("--work is one of create, ping, ping-edge, mix", "-w", "pings")]
    [InlineData("--sessions is at least twice --connections", "--sessions", "100", "--connections", "60")]
    [InlineData("'many' is not a number of sessions", "--growth", "many")]
    [InlineData("--launches is at least 1", "--launches", "0")]
    [InlineData("--rounds is at least 1", "--rounds", "0")]
    [InlineData("--environment 'DOTNET_TieredPGO' is not NAME=VALUE", "-e", "DOTNET_TieredPGO")]
    [InlineData("--before '/' has no SessionGrains.Api in it", "--before", "/")]
    public void An_option_that_makes_no_sense_is_refused(string said, params string[] args) =>
        Assert.StartsWith(said, Assert.Throws<ArgumentException>(() => Plan(args)).Message, StringComparison.Ordinal);
}
